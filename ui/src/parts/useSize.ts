import { useLayoutEffect, useRef, useState } from 'react';

/** Width of a container in CSS pixels: an SVG drawn at its real size keeps its text readable, one scaled by viewBox does not. */
export function useSize(initial: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(260, Math.round(box.clientWidth))));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}
