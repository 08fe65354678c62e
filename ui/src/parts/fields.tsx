// Fields of forms: label, help, the message of the server under the field.
import { useEffect, useRef } from 'react';
import { Checkbox, FieldError, Input, Label, Button, ListBox, ListBoxItem, Popover, Radio, RadioGroup, Select, SelectValue, Text, TextArea, TextField } from 'react-aria-components';
import { formOf, leaveText, takeText } from '../app/unsaved';

interface TextProps {
  name: string; label: string; value: string; onChange: (value: string) => void; help?: string; required?: boolean; long?: boolean;
  type?: string; autoComplete?: string; error?: string | undefined; autoFocus?: boolean;
}
/** When a session ends in the middle of a form, its texts are given back to the same user; a password never is. */
function useGivenBack(name: string, value: string, onChange: (value: string) => void, secret: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const now = useRef(value);
  now.current = value;
  useEffect(() => {
    if (secret) return;
    const field = `${formOf(box.current)}|${name}`;
    const text = takeText(field);
    if (text !== undefined) onChange(text);
    return () => leaveText(field, now.current);
  }, []);
  return box;
}

export function TextInput({ label, help, long, autoComplete = 'off', error, required, ...rest }: TextProps) {
  const box = useGivenBack(rest.name, rest.value, rest.onChange, rest.type === 'password' || autoComplete !== 'off');
  return (
    <TextField ref={box} className="field" {...rest} isRequired={required ?? false} isInvalid={error !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      {long ? <TextArea autoComplete="off" /> : <Input autoComplete={autoComplete} spellCheck={false} />}
      {help && <Text slot="description">{help}</Text>}
      <FieldError>{error}</FieldError>
    </TextField>
  );
}

export interface Choice { id: string; label: string }
export function Choose({ label, value, onChange, choices, name, hideLabel }: {
  label: string; value: string; onChange: (value: string) => void; choices: readonly Choice[]; name?: string; hideLabel?: boolean;
}) {
  return (
    <Select className="field" value={value} onChange={key => onChange(String(key))} {...(name ? { name } : {})}>
      <Label {...(hideLabel ? { className: 'sr' } : {})}>{label}</Label>
      <Button className="button"><SelectValue /><span aria-hidden="true">▾</span></Button>
      <Popover className="popover"><ListBox>{choices.map(c => <ListBoxItem key={c.id} id={c.id} textValue={c.label} className="option">{c.label}</ListBoxItem>)}</ListBox></Popover>
    </Select>
  );
}

export function Check({ label, value, onChange, name }: { label: string; value: boolean; onChange: (on: boolean) => void; name?: string }) {
  return (
    <Checkbox className="check" isSelected={value} onChange={onChange} {...(name ? { name } : {})}>
      {({ isSelected }) => <><span className="box" aria-hidden="true">{isSelected ? '☑' : '☐'}</span><span>{label}</span></>}
    </Checkbox>
  );
}

/** One of a few, all of them to be seen. */
export function Pick({ label, value, onChange, choices, help }: {
  label: string; value: string; onChange: (value: string) => void; choices: readonly Choice[]; help?: string;
}) {
  return (
    <RadioGroup className="field" value={value} onChange={onChange} orientation="horizontal">
      <Label>{label}</Label>
      <div className="row">{choices.map(choice => (
        <Radio key={choice.id} value={choice.id} className="check">{({ isSelected }) => <><span className="box" aria-hidden="true">{isSelected ? '◉' : '○'}</span><span>{choice.label}</span></>}</Radio>
      ))}</div>
      {help && <Text slot="description">{help}</Text>}
    </RadioGroup>
  );
}
