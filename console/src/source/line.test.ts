import { describe, expect, it } from 'vitest';
import type { Microphone } from './lineState.ts';
import { bench, track } from './testing/lineBench.ts';

describe('the line', () => {
  it('offers once the hall is ready, and is up when sound passes', async () => {
    const { line, sockets, peers, say, up } = bench();
    line.start();
    expect(line.state).toMatchObject({ link: 'connecting', media: 'none' });
    await up();
    expect(sockets[0]?.sent).toContainEqual({ type: 'offer', sdp: 'offer 1' });
    expect(peers[0]?.answers).toEqual(['answer']);
    expect(line.state).toMatchObject({ link: 'open', media: 'up', microphone: 'open' });
    await say({ type: 'joined', call_id: 'c', leg_id: 'l', mode: 'open' });
    await say({ type: 'mode', leg_id: 'l', mode: 'held' });
    expect(line.state.joined).toEqual({ callId: 'c', legId: 'l', mode: 'held' });
    await say({ type: 'parked' });
    expect(line.state.joined).toBeNull();
    expect(peers).toHaveLength(1);
  });

  it('sends candidates only of the connection that is offered now', async () => {
    const { line, sockets, peers, up, say } = bench();
    line.start();
    await up();
    peers[0]?.sink.candidate({ candidate: 'a' });
    await say({ type: 'down', reason: 'media_lost' });
    expect(line.state).toMatchObject({ media: 'down', reason: 'media_lost' });
    expect(sockets[0]?.sent).toContainEqual({ type: 'candidate', candidate: { candidate: 'a' } });
  });

  it('offers anew when the path breaks, and lets the old one sound until the new one stands', async () => {
    const { line, peers, up, wait, settle } = bench();
    line.start();
    await up();
    peers[0]?.sink.state('failed');
    expect(line.state.media).toBe('down');
    await wait(300);
    expect(peers).toHaveLength(2);
    expect(peers[0]?.isClosed).toBe(false);
    peers[1]?.sink.state('connected');
    await settle();
    expect(peers[0]?.isClosed).toBe(true);
    expect(line.state.media).toBe('up');
  });

  it('waits a moment for a path that broke: it often comes back', async () => {
    const { line, peers, up, wait } = bench();
    line.start();
    await up();
    peers[0]?.sink.state('disconnected');
    await wait(1_000);
    peers[0]?.sink.state('connected');
    await wait(5_000);
    expect(peers).toHaveLength(1);
    expect(line.state.media).toBe('up');
  });

  it('comes back with longer and longer waits when the socket is lost, while sound goes on', async () => {
    const { line, sockets, peers, up, wait } = bench();
    line.start();
    await up();
    sockets[0]?.onclose?.(1006);
    expect(line.state).toMatchObject({ link: 'lost', media: 'up' });
    expect(peers[0]?.isClosed).toBe(false);
    await wait(300);
    expect(sockets).toHaveLength(2);
    sockets[1]?.onclose?.(1006);
    await wait(599);
    expect(sockets).toHaveLength(2);
    await wait(1);
    expect(sockets).toHaveLength(3);
    await up();
    expect(line.state).toMatchObject({ link: 'open', media: 'up' });
    expect(peers[0]?.isClosed).toBe(true);
  });

  it('doubts the socket when an offer stays unanswered', async () => {
    const { line, sockets, say, wait } = bench();
    line.start();
    await say({ type: 'ready', ice_servers: [] });
    await wait(8_000);
    expect(sockets[0]?.isClosed).toBe(true);
    expect(line.state.link).toBe('lost');
    await wait(300);
    expect(sockets).toHaveLength(2);
  });

  it('says that there is no voice, and asks again later', async () => {
    const { line, sockets, say, wait } = bench();
    line.start();
    await say({ type: 'unavailable', reason: 'no_janus' });
    expect(line.state).toMatchObject({ link: 'unavailable', reason: 'no_janus' });
    sockets[0]?.onclose?.(1000);
    expect(line.state.link).toBe('unavailable');
    await wait(14_999);
    expect(sockets).toHaveLength(1);
    await wait(1);
    expect(sockets).toHaveLength(2);
  });

  it('goes when the sign-in has ended, and does not come back by itself', async () => {
    const { line, sockets, up, wait, peers } = bench();
    line.start();
    await up();
    sockets[0]?.onclose?.(4401);
    await wait(60_000);
    expect(sockets).toHaveLength(1);
    expect(peers[0]?.isClosed).toBe(true);
    expect(line.state.link).toBe('signed_out');
  });

  it('hears without a microphone, and takes one that comes later without a new offer', async () => {
    const found = track();
    const { line, peers, up, settle } = bench([
      { is: 'refused', track: null },
      { is: 'open', track: found },
    ]);
    line.start();
    await up();
    expect(line.state).toMatchObject({ media: 'up', microphone: 'refused' });
    await line.askMicrophone();
    await settle();
    expect(peers).toHaveLength(1);
    expect(peers[0]?.spoken.at(-1)).toBe(found);
    expect(line.state.microphone).toBe('open');
  });

  it('stays silent while muted, also with another microphone', async () => {
    const first = track();
    const second = track();
    const { line, up } = bench([
      { is: 'open', track: first },
      { is: 'open', track: second },
    ]);
    line.start();
    await up();
    line.mute(true);
    expect(first.enabled).toBe(false);
    await line.askMicrophone();
    expect(second.enabled).toBe(false);
    line.mute(false);
    expect(second.enabled).toBe(true);
  });

  it('lets the microphone go when it is stopped', async () => {
    let isStopped = false;
    const one = track(() => (isStopped = true));
    const { line, sockets, peers, up } = bench([{ is: 'open', track: one }]);
    line.start();
    await up();
    line.stop();
    expect(sockets[0]?.sent.at(-1)).toEqual({ type: 'close' });
    expect([isStopped, sockets[0]?.isClosed, peers[0]?.isClosed]).toEqual([true, true, true]);
    expect(line.state.link).toBe('off');
  });

  it('looks for another microphone when the one in use is pulled out', async () => {
    const first = track();
    const { line, states, up, settle } = bench([
      { is: 'open', track: first },
      { is: 'absent', track: null },
    ]);
    line.start();
    await up();
    first.onended?.(new Event('ended'));
    await settle();
    const seen: Microphone[] = states.map((one) => one.microphone);
    expect(seen.at(-1)).toBe('absent');
  });
});
