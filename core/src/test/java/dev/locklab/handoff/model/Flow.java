package dev.locklab.handoff.model;

import java.util.ArrayDeque;
import java.util.BitSet;

/** The graph of what happens by itself: no further fault, no repair, nobody gives up. */
final class Flow {
  private final BitSet ends = new BitSet();
  private final Ints from = new Ints();
  private final Ints to = new Ints();
  private int states;

  void addState(boolean isEnd) {
    ends.set(states++, isEnd);
  }

  /** Adds a step; one that changes nothing (a vain ENTER) is left out. */
  void add(int before, int after) {
    if (before != after) {
      from.add(before);
      to.add(after);
    }
  }

  /**
   * A state from which no end can be reached, or -1. If there is none, every group of states that
   * cannot be left any more is an end.
   */
  int firstWithoutEnd() {
    Neighbours before = new Neighbours(to, from, states);
    BitSet reached = (BitSet) ends.clone();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    ends.stream().forEach(open::add);
    while (!open.isEmpty()) {
      int state = open.remove();
      for (int i = before.begin(state); i < before.begin(state + 1); i++) {
        int other = before.get(i);
        if (!reached.get(other)) {
          reached.set(other);
          open.add(other);
        }
      }
    }
    int lost = reached.nextClearBit(0);
    return lost < states ? lost : -1;
  }

  /** A state from which one can walk for ever, or -1: then every way ends, however it is taken. */
  int firstOnCycle() {
    Neighbours before = new Neighbours(to, from, states);
    int[] waysOn = new int[states];
    for (int i = 0; i < from.size(); i++) {
      waysOn[from.get(i)]++;
    }
    BitSet ending = new BitSet(states);
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int state = 0; state < states; state++) {
      if (waysOn[state] == 0) {
        open.add(state);
      }
    }
    while (!open.isEmpty()) {
      int state = open.remove();
      ending.set(state);
      for (int i = before.begin(state); i < before.begin(state + 1); i++) {
        if (--waysOn[before.get(i)] == 0) {
          open.add(before.get(i));
        }
      }
    }
    int turning = ending.nextClearBit(0);
    return turning < states ? turning : -1;
  }

  /** For every state, those at the other end of its steps. */
  private static final class Neighbours {
    private final int[] begins;
    private final int[] others;

    Neighbours(Ints keys, Ints values, int states) {
      begins = new int[states + 2];
      for (int i = 0; i < keys.size(); i++) {
        begins[keys.get(i) + 2]++;
      }
      for (int i = 2; i < begins.length; i++) {
        begins[i] += begins[i - 1];
      }
      others = new int[values.size()];
      for (int i = 0; i < keys.size(); i++) {
        others[begins[keys.get(i) + 1]++] = values.get(i);
      }
    }

    int begin(int state) {
      return begins[state];
    }

    int get(int index) {
      return others[index];
    }
  }
}
