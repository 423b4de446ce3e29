/** Who stands where: posts of special duties that are on. Pure. */
import type { Of } from '../../sync/kinds.ts';

/** The site of each crew that has a post now, by the crew's id. */
export function postsNow(specials: readonly Of<'special_duty'>[]): ReadonlyMap<string, string> {
  const posts = new Map<string, string>();
  for (const one of specials)
    if (one.state === 'on') for (const post of one.posts) posts.set(post.crew_id, one.sites[post.site]?.name ?? one.title);
  return posts;
}
