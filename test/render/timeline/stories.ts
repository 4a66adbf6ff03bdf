/** The three traces that every renderer's golden files are made from. */
import type { Will } from '../../../machines/index.ts';
import { acknowledge, connect, DISCONNECT, PINGREQ, publish, Story, subscribe } from './story.ts';

/** MQTT 3.1.1: a panel subscribes, a sensor publishes at QoS 1, and both go. */
export function firstConnect(): Story {
  const old = { protocolVersion: 4, cleanStart: true };
  const story = new Story().open(1).until(3).send(1, connect('panel', old));
  story.until(6).send(1, subscribe(1, 'room/#', 1));
  story.until(40).open(2).until(43).send(2, connect('sensor', old));
  story.until(47).send(2, publish('room/temperature', 1, 7));
  story.until(52).send(1, acknowledge('PUBACK', 1));
  story.until(55_000).send(2, PINGREQ).until(55_004).send(1, PINGREQ);
  story.until(55_020).send(2, DISCONNECT).until(55_021).closed(2);
  return story.until(55_030).send(1, DISCONNECT).until(55_031).closed(1);
}

/** MQTT 5.0: a second connection takes the session over; it fails, and its will is published after the delay. */
export function takeover(): Story {
  const will = (delayIntervalSeconds: number): Will => {
    const payload = new TextEncoder().encode('gone');
    const message = {
      topicName: 'status/sensor',
      payload,
      qos: 0,
      retain: false,
      properties: undefined,
    } as const;
    return { message, delayIntervalSeconds };
  };
  const properties = { sessionExpiryInterval: 120 };
  const story = new Story()
    .open(1)
    .until(2)
    .send(1, connect('watcher', { keepAliveSeconds: 0 }));
  story.until(4).send(1, subscribe(1, 'status/#', 0));
  story
    .until(20)
    .open(2)
    .until(22)
    .send(2, connect('sensor', { properties, will: will(0) }));
  story.until(5_000).send(2, publish('room/temperature', 0));
  story
    .until(8_500)
    .open(3)
    .until(8_502)
    .send(3, connect('sensor', { properties, will: will(30) }));
  story.until(8_504).closed(2);
  story.until(9_000).send(3, publish('room/temperature', 0));
  return story.until(12_000).closed(3, 'ECONNRESET').until(200_000);
}

/** MQTT 5.0, simulated: the connection breaks while PUBREC is on its way, and the exchange goes on over the next. */
export function lostPubrec(): Story {
  const properties = { sessionExpiryInterval: 600 };
  const story = new Story(20).open(1).until(5).send(1, connect('meter', { properties }), 'c1');
  story.until(60).send(1, publish('energy/total', 2, 1), 'c1');
  story.until(90).cut(1, 'c1.1');
  story.until(2_090).open(2).until(2_095).send(2, connect('meter', { properties }), 'c1');
  story.until(2_140).send(2, publish('energy/total', 2, 1, true), 'c1');
  story.until(2_185).send(2, acknowledge('PUBREL', 1), 'c1');
  return story.until(2_240).send(2, DISCONNECT, 'c1').until(2_300).closed(2);
}

export const stories = { 'first-connect': firstConnect, takeover, 'lost-pubrec': lostPubrec };
