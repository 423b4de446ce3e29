/** Areas that any grid's post reaches within 1, 3 and 5 minutes; asked for again while the layer is shown. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';

/** Posts stay where they are; only closed and slow roads change it. */
const AGAIN_MS = 30_000;

export interface PostsReach {
  readonly state: 'wait' | 'known' | 'none';
  readonly posts: number;
  readonly shape: GeoJSON.FeatureCollection | null;
}
const WAIT: PostsReach = { state: 'wait', posts: 0, shape: null };
const NONE: PostsReach = { state: 'none', posts: 0, shape: null };

export function usePostsReach(isWanted: boolean): PostsReach {
  const [now, setNow] = useState<PostsReach>(WAIT);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOld = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () =>
      void source
        .get('/api/places/posts/reach', {}, { direction: 'from' })
        .then((found) => {
          const shape = found as unknown as GeoJSON.FeatureCollection;
          if (!isOld) setNow({ state: found.places ? 'known' : 'none', posts: found.places, shape });
        })
        .catch(() => !isOld && setNow(NONE))
        .finally(() => {
          if (!isOld) timer = setTimeout(ask, AGAIN_MS);
        });
    ask();
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [isWanted]);
  return isWanted ? now : WAIT;
}
