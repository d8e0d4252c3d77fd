/** The conversation tests of a new site: every exit of Robin's workflows is taken. */

export function testFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["assistants/robin/tests/welcome.test.yaml", welcome],
    ["assistants/robin/tests/people.test.yaml", people],
  ]);
}

const welcome = `assistant: robin
given: { now: 2026-03-03T10:00:00Z }
tests:
  - name: "opening hours, on a Tuesday"
    talk:
      - start: open
      - bot: hi
        text: "*free from £30*"
      - bot: pick
        options: [hours, returns, people]
      - pick: hours
      - bot: open_now
    expect: { end: solved }

  - name: "opening hours, on a Sunday"
    given: { now: 2026-03-01T10:00:00Z }
    talk:
      - start: open
      - ...
      - pick: hours
      - bot: closed_now
        text: "*March 2*"
    expect: { end: solved }

  - name: "the article about returns helps"
    talk:
      - start: open
      - ...
      - pick: returns
      - bot: read
      - bot: helped
      - pick: solved
    expect: { end: solved }

  - name: "other words than the options', and no wish for people"
    talk:
      - start: open
      - ...
      - user: "qwxzvk"
      - bot: sorry
      - bot: people
      - pick: no_thanks
      - bot: fine
    expect: { never: [hand_over] }

  - name: "other words again"
    talk:
      - start: open
      - ...
      - user: "qwxzvk"
      - ...
      - user: "qwxzvk"
      - bot: fine
    expect: { never: [hand_over] }
`;

const people = `workflow: to-people
given: { now: 2026-03-03T10:00:00Z, agents: { support: 1 } }
tests:
  - name: "somebody is there"
    talk:
      - start: phrase
      - bot: email
      - user: "ann@example.com"
      - agent: "Hello Ann."
      - agent: done
      - bot: noted
    expect: { end: solved, handoff: support, never: [record] }

  - name: "nobody is there, and the address is none"
    given: { agents: { support: 0 } }
    talk:
      - start: phrase
      - bot: email
      - user: "ann"
      - bot: email.retry
      - user: "at home"
      - bot: noted
    expect: { end: solved, visited: [record] }
`;
