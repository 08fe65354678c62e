import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useT, type Lang } from '../i18n';

export function LanguageChoice() {
  const { t, lang, setLang } = useT();
  return (
    <ToggleButtonGroup aria-label={t('language')} selectionMode="single" disallowEmptySelection className="toggles"
      selectedKeys={[lang]} onSelectionChange={keys => setLang([...keys][0] as Lang)}>
      <ToggleButton id="uk" className="button small" aria-label="UK Українська">UK</ToggleButton>
      <ToggleButton id="en" className="button small" aria-label="EN English">EN</ToggleButton>
    </ToggleButtonGroup>
  );
}
