// SPDX-License-Identifier: LGPL-2.1-or-later
// What the same work costs in npm's pocketflow: prints lines of a name, a tab and a number, in
// the units of engine.c: processor time, but where most of it is waiting. Run as: node pocketflow.mjs FOLDER_OF_THE_PACKAGE CASE

import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequire } from 'node:module'

const require = createRequire(pathToFileURL(path.resolve(process.argv[2], 'x.js')))
const { Node, Flow, ParallelBatchNode } = require('pocketflow')
const STEPS = 200000

class Counter extends Node {
  async prep(shared) { return shared.count }
  async exec(count) { return count + 1 }
  async post(shared, prepared, count) {
    shared.count = count
    return count < shared.limit ? 'default' : 'done'
  }
}

class Yielder extends Node {
  async exec() { await new Promise(resolve => setImmediate(resolve)) }
  async post(shared) { return ++shared.count < shared.limit ? 'default' : 'done' }
}

class Sleeper extends ParallelBatchNode {
  async prep(shared) { return Array.from({ length: shared.limit }, (_, i) => i) }
  async exec() { await new Promise(resolve => setTimeout(resolve, 10)) }
}

class Queue {
  items = []
  waiting = []
  put(item) {
    if (this.waiting.length > 0) this.waiting.shift()(item)
    else this.items.push(item)
  }
  get() {
    if (this.items.length > 0) return Promise.resolve(this.items.shift())
    return new Promise(resolve => this.waiting.push(resolve))
  }
}

class Pinger extends Node {
  constructor(from, into) { super(); this.from = from; this.into = into }
  async exec() { this.into.put(1); return await this.from.get() }
  async post(shared) { return ++shared.count < shared.limit ? 'default' : 'done' }
}

const tell = (name, value) => console.log(`${name}\t${value}`)

function getTime() {
  const { user, system } = process.cpuUsage()
  return user + system
}

async function play(flow, shared) {
  const began = getTime()
  await flow.run(shared)
  return getTime() - began
}

function makeLoop() {
  const a = new Counter(), b = new Counter()
  a.next(b)
  b.next(a)
  return new Flow(a)
}

const cases = {
  async loop() { tell('loop', await play(makeLoop(), { count: 0, limit: STEPS }) / STEPS) },

  async chain() {
    const began = getTime(), length = 10000, first = new Counter()
    let last = first
    for (let i = 1; i < length; i++) last = last.next(new Counter())
    const flow = new Flow(first)
    tell('chain-build', (getTime() - began) / 1000)
    tell('chain-run', await play(flow, { count: 0, limit: Infinity }) / length)
  },

  async nested() {
    let inner = new Counter()
    for (let i = 0; i < 3; i++) {
      inner = new Flow(inner)
      inner.post = async shared => shared.count < shared.limit ? 'default' : 'done'
    }
    inner.next(inner)
    tell('nested', await play(new Flow(inner), { count: 0, limit: STEPS }) / STEPS)
  },

  async many() {
    const flows = Array.from({ length: 1000 }, () => {
      const node = new Yielder()
      node.next(node)
      return new Flow(node)
    })
    const began = getTime()
    await Promise.all(flows.map(flow => flow.run({ count: 0, limit: STEPS / 1000 })))
    tell('many', (getTime() - began) / STEPS)
  },

  async queue() {
    const ping = new Queue(), pong = new Queue()
    const flows = [new Pinger(pong, ping), new Pinger(ping, pong)].map(node => {
      node.next(node)
      return new Flow(node)
    })
    const began = getTime()
    await Promise.all(flows.map(flow => flow.run({ count: 0, limit: STEPS / 2 })))
    tell('queue', (getTime() - began) / STEPS)
  },

  async parallel() {
    let best = Infinity
    for (let i = 0; i < 10; i++) {
      const began = performance.now()
      await new Flow(new Sleeper()).run({ limit: 10000 })
      best = Math.min(best, performance.now() - began)
    }
    tell('parallel', best - 10)
  },

  async event() {
    const fields = Object.fromEntries(Array.from({ length: 9 }, (_, i) => ['k' + i, 'x'.repeat(100)]))
    const shared = () => ({ count: 0, limit: STEPS, ...fields })
    const plain = await play(makeLoop(), shared())
    let kept
    const post = Counter.prototype.post
    Counter.prototype.post = async function (store, ...rest) {
      const action = await post.call(this, store, ...rest)
      kept = structuredClone(store)
      return action
    }
    tell('event', kept === undefined && (await play(makeLoop(), shared()) - plain) / STEPS)
  },
}

console.warn = () => {}
await cases[process.argv[3]]?.()
