import { describe, expect, test } from 'vitest';
import {
  hasWildcard,
  isShared,
  isSubscriptionFilter,
  isTopicFilter,
  isTopicName,
  matches,
  parseShared,
  TOPIC_BYTES_MAX,
} from '../../machines/topics/topic.ts';

describe('matching (4.7)', () => {
  // The examples of sections 4.7.1.2, 4.7.1.3, 4.7.2 and 4.7.3, which are the same in 3.1.1 and 5.0.
  test.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/tennis/player1/#', 'sport/tennis/player2', false],
    ['sport/#', 'sport', true],
    ['sport/#', 'sports', false],
    ['#', 'sport/tennis', true],
    ['#', '/', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player2', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+', 'sport', true],
    ['+', '/finance', false],
    ['+/tennis/#', 'sport/tennis', true],
    ['+/tennis/#', 'sport/tennis/player1', true],
    ['sport/+/player1', 'sport/tennis/player1', true],
    ['sport/+/player1', 'sport/tennis/player2', false],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['#', '$SYS/monitor/Clients', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/monitor/Clients', true],
    ['$SYS/#', '$SYS', true],
    ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
    ['sport/+', 'sport/$tennis', true],
    ['ACCOUNTS', 'Accounts', false],
    ['/finance', 'finance', false],
    ['a//b', 'a/b', false],
    ['a/+/b', 'a//b', true],
  ])('%s and %s: %s', (filter, topicName, expected) => {
    expect(isTopicFilter(filter)).toBe(true);
    expect(isTopicName(topicName)).toBe(true);
    expect(matches(filter, topicName)).toBe(expected);
  });
});

describe('topic filters (4.7.1)', () => {
  test.each([
    '#',
    '+',
    '/',
    'sport/tennis/#',
    '+/tennis/#',
    'sport/+/player1',
    '/+',
    '+/+',
    'a b',
    '$SYS/#',
  ])('%s is valid', (filter) => {
    expect(isTopicFilter(filter)).toBe(true);
  });

  test.each([
    '',
    'sport/tennis#',
    'sport/tennis/#/ranking',
    'sport+',
    '+sport',
    '++',
    'a/+b/c',
    '##',
    '#/',
    'a\u0000b',
  ])('%j is not', (filter) => {
    expect(isTopicFilter(filter)).toBe(false);
  });

  test('have a wildcard or not', () => {
    expect(hasWildcard('a/+')).toBe(true);
    expect(hasWildcard('a/#')).toBe(true);
    expect(hasWildcard('a/b')).toBe(false);
  });
});

describe('topic names (4.7.3)', () => {
  test.each(['/', 'a', '/finance', 'Accounts payable', '$SYS/x', 'sport//', 'été/☃/😀'])(
    '%s is valid',
    (name) => {
      expect(isTopicName(name)).toBe(true);
    },
  );

  test.each(['', 'sport/+', '#', 'a+b', 'a\u0000'])('%j is not', (name) => {
    expect(isTopicName(name)).toBe(false);
  });

  test('take 65,535 bytes of UTF-8 and no more', () => {
    const bytes = { a: 1, é: 2, '☃': 3, '😀': 4 };
    for (const [character, length] of Object.entries(bytes)) {
      const rest = TOPIC_BYTES_MAX % length;
      const longest = character.repeat((TOPIC_BYTES_MAX - rest) / length) + 'a'.repeat(rest);
      expect(isTopicName(longest), character).toBe(true);
      expect(isTopicName(`${longest}a`), character).toBe(false);
      expect(isTopicFilter(longest), character).toBe(true);
      expect(isTopicFilter(`${longest}a`), character).toBe(false);
    }
  });
});

describe('shared subscriptions (4.8.2)', () => {
  test.each([
    ['$share/consumer1/sport/tennis/+', 'consumer1', 'sport/tennis/+'],
    ['$share/consumer2//finance', 'consumer2', '/finance'],
    ['$share/g/#', 'g', '#'],
    ['$share/$g/$SYS/#', '$g', '$SYS/#'],
  ])('%s is share %s of %s', (text, shareName, filter) => {
    expect(parseShared(text)).toEqual({ shareName, filter });
    expect(isSubscriptionFilter(text)).toBe(true);
  });

  test.each([
    '$share/',
    '$share//a',
    '$share/g',
    '$share/g/',
    '$share/g+/a',
    '$share/+/a',
    '$share/#',
    '$share/g#/a',
    '$share/g/a#',
    '$share/g\u0000/a',
  ])('%j breaks the form', (text) => {
    expect(isShared(text)).toBe(true);
    expect(parseShared(text)).toBeUndefined();
    expect(isSubscriptionFilter(text)).toBe(false);
  });

  test.each(['$share', '$shares/g/a', 'share/g/a', 'a/$share/g/a'])('%s is not shared', (text) => {
    expect(isShared(text)).toBe(false);
    expect(parseShared(text)).toBeUndefined();
    expect(isSubscriptionFilter(text)).toBe(true);
  });
});
