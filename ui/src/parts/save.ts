/** Hands the browser a file that the server made. */
export function saveFile(content: Blob | string, name: string, type = 'application/octet-stream') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
