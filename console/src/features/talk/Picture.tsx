/** Living pictures: silent, never mirrored, at their own proportions. */
import { useEffect, useRef, type RefObject } from 'react';

export interface PictureProps {
  readonly stream: MediaStream;
  readonly label: string;
  readonly videoRef?: RefObject<HTMLVideoElement | null>;
}

export function Picture({ stream, label, videoRef }: PictureProps) {
  const own = useRef<HTMLVideoElement>(null);
  const ref = videoRef ?? own;
  useEffect(() => {
    if (ref.current !== null) ref.current.srcObject = stream;
  }, [ref, stream]);
  return <video ref={ref} className="talk-picture" aria-label={label} autoPlay muted playsInline />;
}
