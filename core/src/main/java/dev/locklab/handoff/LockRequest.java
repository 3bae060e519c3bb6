package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Message;
import org.jspecify.annotations.Nullable;

/** One thread's attempt at a lock, from asking for it to giving it back or up. */
final class LockRequest {

  final String id;
  final HandoffLock lock;
  final Thread thread = Thread.currentThread();
  private volatile @Nullable Message told;
  private volatile long outdated;
  private volatile boolean troubled;
  private volatile boolean waiting;
  private volatile boolean ended;

  /** Which opening of the inbox this attempt has last looked in; its thread's alone. */
  int opening;

  LockRequest(String id, HandoffLock lock) {
    this.id = id;
    this.lock = lock;
  }

  /** Takes a grant, unless it is known to be over. */
  void tell(Message message) {
    if (message.grant().token() > outdated) {
      told = message;
    }
  }

  @Nullable Message told() {
    return told;
  }

  /** Grants up to that token are over: the lock has been seen with another holder. */
  void outdate(long token) {
    outdated = token;
  }

  /** A request of this attempt's got no reply, and may yet be executed. */
  void trouble() {
    troubled = true;
  }

  boolean isTroubled() {
    return troubled;
  }

  void setWaiting(boolean now) {
    waiting = now;
  }

  boolean isWaiting() {
    return waiting;
  }

  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }
}
