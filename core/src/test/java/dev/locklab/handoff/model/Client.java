package dev.locklab.handoff.model;

import org.jspecify.annotations.Nullable;

/** A client's side: what it knows, which need not be what is. */
final class Client {

  /** Where a client is in its attempt. */
  enum Phase {
    /** Has not asked yet. */
    READY('r'),
    /** A reply was lost with its connection: must ask again. */
    AGAIN('a'),
    /** Was told "queued": blocks on its inbox, and asks again from time to time. */
    WAITING('w'),
    /** The server has popped the message; it is on its way. */
    TOLD('t'),
    /** Believes that it holds the lock. */
    HOLDING('h'),
    /** Has made all its attempts. */
    DONE('d'),
    /** Killed while it blocked on its inbox; the server does not know yet. */
    CRASHED_WAITING('x'),
    /** Killed. */
    CRASHED('c');

    /** Stands for it in {@link Canonical}. */
    final char sign;

    Phase(char sign) {
      this.sign = sign;
    }
  }

  final int index;
  Phase phase;
  int attempt;

  /** The grant that it has, or that is on its way to it. */
  @Nullable Message told;

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
  }

  Waiter waiter() {
    return new Waiter(index, attempt);
  }

  boolean isLive() {
    return phase != Phase.CRASHED && phase != Phase.CRASHED_WAITING;
  }

  /** Whether its present attempt may still want the lock. */
  boolean isWaiting() {
    return phase == Phase.READY || phase == Phase.AGAIN || phase == Phase.WAITING;
  }

  /** What follows from ENTER's reply. */
  void entered(@Nullable Message reply) {
    phase = reply == null ? Phase.WAITING : Phase.HOLDING;
    told = reply;
  }

  /** Whatever it knew of a grant is lost with the connection. */
  void lostReply() {
    phase = Phase.AGAIN;
    told = null;
  }

  /** Applied, refused, cancelled or unknown: the next attempt is a new waiter. */
  void endAttempt(int attempts) {
    told = null;
    if (attempt == attempts) {
      phase = Phase.DONE;
    } else {
      attempt++;
      phase = Phase.READY;
    }
  }

  void crash() {
    phase = phase == Phase.WAITING ? Phase.CRASHED_WAITING : Phase.CRASHED;
    told = null;
  }

  Message grant() {
    if (told == null) {
      throw new IllegalStateException("client " + index + " has no grant");
    }
    return told;
  }
}
