import { expect, it } from 'vitest'
import { ref } from 'vue'
import { Refused, Unreachable } from '@/shared/api/refusals'
import { makeConversation, type Device } from './conversation'
import { NOTHING } from './kept'
import type { Turn } from './turns'
import type { Wire } from './wire'

const turn = (number: number, text: string, author = 'bot', answer = 'all right'): Turn =>
  ({
    turn: number,
    at: '2026-11-18T02:00:00+00:00',
    text,
    reply: { text: answer, quick_replies: [], cards: [] },
    understanding: { intent: 'other' },
    author,
  }) as Turn

/** A gateway that keeps one conversation; `isDown` loses answers after they took effect. */
function aGateway() {
  const turns: Turn[] = []
  const house = { turns, isDown: false, handoff: false, isGone: false, asked: 0 }
  const gone = () => new Refused(404, 'conversation_unknown', '')
  const wire: Wire = {
    say: async (id, text) => {
      house.asked += 1
      if (id !== null && house.isGone) throw gone()
      if (id === null) turns.length = 0
      turns.push(turn(turns.length + 1, text))
      if (house.isDown) throw new Unreachable()
      const { reply, understanding, turn: number } = turns.at(-1) as Turn
      return {
        ...{ conversation_id: id ?? 'new', turn: number, reply, proposal: null, handoff: house.handoff },
        understanding: { ...understanding, intent: 'other', confidence: 1, slots: {} },
      }
    },
    confirm: async () => {
      throw new Refused(401, 'not_signed_in', 'sign in')
    },
    read: async (id) => {
      if (house.isGone) throw gone()
      return { conversation_id: id, turns: [...turns], handoff: house.handoff }
    },
    forget: async () => undefined,
  }
  return { house, wire }
}

function aDevice(id: string | null = null): Device {
  return { kept: ref({ ...NOTHING, id }), isOpen: ref(true), unread: ref(0) }
}

it('goes on with the conversation that its first words began', async () => {
  const { house, wire } = aGateway()
  const device = aDevice()
  const talk = makeConversation(wire, device)
  await talk.send('one')
  await talk.send('two')
  expect(talk.turns.value.map((one) => one.text)).toEqual(['one', 'two'])
  expect(device.kept.value).toEqual({ id: 'new', seen: 2, handoff: false })
  expect(house.asked).toBe(2)
})

it('says nothing twice when only the answer was lost', async () => {
  const { house, wire } = aGateway()
  const talk = makeConversation(wire, aDevice('old'))
  house.isDown = true
  await talk.send('book me')
  expect(talk.pending.value?.error).toBeInstanceOf(Unreachable)
  house.isDown = false
  await talk.retry()
  expect(talk.pending.value).toBeNull()
  expect(house.asked).toBe(1)
})

it('says it again when it never arrived', async () => {
  const { house, wire } = aGateway()
  const device = aDevice('old')
  const lost = { ...wire, say: async () => Promise.reject(new Unreachable()) }
  const swapped = { current: lost as Wire }
  const talk = makeConversation({ ...wire, say: (id, text) => swapped.current.say(id, text) }, device)
  await talk.send('book me')
  swapped.current = wire
  await talk.retry()
  expect(house.turns.map((one) => one.text)).toEqual(['book me'])
})

it('sends one thing at a time', async () => {
  const { house, wire } = aGateway()
  const talk = makeConversation(wire, aDevice())
  await Promise.all([talk.send('one'), talk.send('two')])
  expect(house.turns.map((one) => one.text)).toEqual(['one'])
})

it('begins another where the kept one is gone', async () => {
  const { house, wire } = aGateway()
  const device = aDevice('old')
  const talk = makeConversation(wire, device)
  house.isGone = true
  await talk.send('hello')
  expect(device.kept.value.id).toBe('new')
  expect(talk.isLost.value).toBe(true)
  expect(talk.turns.value.map((one) => one.text)).toEqual(['hello'])
})

it('counts what a person said while the panel was closed', async () => {
  const { house, wire } = aGateway()
  const device = aDevice('old')
  const talk = makeConversation(wire, device)
  await talk.send('a person please')
  device.isOpen.value = false
  house.turns.push(turn(2, '', 'staff', 'here I am'))
  talk.hear({ conversation_id: 'old', turn: 2 })
  await Promise.resolve()
  await Promise.resolve()
  expect(device.unread.value).toBe(1)
  device.isOpen.value = true
  talk.wasSeen()
  expect(device.unread.value).toBe(0)
})

it('keeps the proposal while nobody is signed in', async () => {
  const { wire } = aGateway()
  const talk = makeConversation(wire, aDevice('old'))
  const proposal = { id: 'p', kind: 'book', summary: '', expires_at: '', appointment: {} } as never
  talk.proposal.value = proposal
  await talk.confirm()
  expect(talk.proposal.value).toBe(proposal)
  expect(talk.refusal.value).toBeInstanceOf(Refused)
})

it('lets no answer in that was meant for who has left', async () => {
  const { wire } = aGateway()
  const device = aDevice()
  let answer = () => {}
  const slow: Wire = {
    ...wire,
    say: async (id, text) => (await new Promise<void>((go) => (answer = go)), wire.say(id, text)),
  }
  const talk = makeConversation(slow, device)
  const saying = talk.send('where I live')
  talk.begin()
  answer()
  await saying

  expect([talk.turns.value, talk.pending.value, device.kept.value]).toEqual([[], null, NOTHING])
})
