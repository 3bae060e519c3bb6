package dev.locklab.handoff.model;

import org.jspecify.annotations.Nullable;

/** A client's side: what it knows, which need not be what is. */
final class Client {

  /** Where a client is in its attempt. */
  enum Phase {
    /** Has not asked yet. */
    READY('r'),
    /** Has asked: reads what is published to it, and asks again from time to time. */
    WAITING('w'),
    /** Believes that it holds the lock. */
    HOLDING('h'),
    /** Has made all its attempts. */
    DONE('d'),
    /** Killed; the server does not know yet. */
    CRASHED('x'),
    /** Killed, and the server knows. */
    GONE('c');

    /** Stands for it in {@link Canonical}. */
    final char sign;

    Phase(char sign) {
      this.sign = sign;
    }
  }

  final int index;
  Phase phase;
  int attempt;

  /** The grant that it has. */
  @Nullable Message told;

  /** Grants up to that token are known to be over. */
  int outdated;

  /**
   * The attempts of which a request may be executed late, or was without an answer: one bit each.
   */
  int troubled;

  /** Whether it stands still, as after SIGSTOP. */
  boolean stopped;

  /** What of its tenure is written and acknowledged, and what is committed and not yet sent. */
  int written;

  int tail;

  /** How often its tenure was passed on inside. */
  int passes;

  /** Whether it knows its tenure to be lost; whether something sent got no reply. */
  boolean lost;

  boolean broken;

  /** How many commits were acknowledged in all. */
  int acknowledged;

  Client(int index) {
    this.index = index;
    phase = Phase.READY;
    attempt = 1;
  }

  Client(Client other) {
    index = other.index;
    phase = other.phase;
    attempt = other.attempt;
    told = other.told;
    outdated = other.outdated;
    troubled = other.troubled;
    stopped = other.stopped;
    written = other.written;
    tail = other.tail;
    passes = other.passes;
    lost = other.lost;
    broken = other.broken;
    acknowledged = other.acknowledged;
  }

  Waiter waiter() {
    return new Waiter(index, attempt);
  }

  boolean isLive() {
    return phase != Phase.CRASHED && phase != Phase.GONE;
  }

  /** Whether its present attempt may still want the lock. */
  boolean isWaiting() {
    return phase == Phase.READY || phase == Phase.WAITING;
  }

  /** Whether what it commits may still be written. */
  boolean canWrite() {
    return phase == Phase.HOLDING && !lost && !broken;
  }

  /** The version that its next write will have seen, as far as it knows. */
  int base() {
    return grant().version() + written;
  }

  boolean isFirst() {
    return phase == Phase.READY;
  }

  /** What follows from ENTER's reply. */
  void entered(Server.Entered reply) {
    phase = reply.grant() == null ? Phase.WAITING : Phase.HOLDING;
    told = reply.grant();
    if (told == null) {
      outdated = reply.token();
    }
  }

  /** Has asked, and does not know what the answer is. */
  void asked() {
    phase = Phase.WAITING;
  }

  void trouble() {
    troubled |= 1 << attempt;
  }

  boolean isTroubled(Waiter waiter) {
    return (troubled & 1 << waiter.attempt()) != 0;
  }

  /**
   * Reads a message.
   *
   * @return whether it is a grant for an attempt that has ended, and is to be given back
   */
  boolean reads(Message message, boolean takesOutdated) {
    Grant grant = message.grant();
    boolean present = phase != Phase.DONE && grant.to().equals(waiter());
    if (present && phase == Phase.WAITING && (takesOutdated || grant.token() > outdated)) {
      phase = Phase.HOLDING;
      told = message;
    }
    return !present;
  }

  /** Applied, refused, cancelled or unknown: the next attempt is a new waiter. */
  void endAttempt(int attempts) {
    told = null;
    outdated = 0;
    written = 0;
    tail = 0;
    passes = 0;
    lost = false;
    broken = false;
    if (attempt == attempts) {
      phase = Phase.DONE;
    } else {
      attempt++;
      phase = Phase.READY;
    }
  }

  void crash() {
    phase = Phase.CRASHED;
    stopped = false;
    told = null;
    written = 0;
    tail = 0;
    passes = 0;
    lost = false;
    broken = false;
  }

  Message grant() {
    if (told == null) {
      throw new IllegalStateException("client " + index + " has no grant");
    }
    return told;
  }
}
