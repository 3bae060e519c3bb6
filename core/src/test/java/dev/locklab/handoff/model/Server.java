package dev.locklab.handoff.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side: what it keeps, and one method a script. Scripts are atomic there, so they are
 * here.
 *
 * <p>Abstracted: the account is only its version, since the balance and the journal change with it
 * in the same script. Time is only an order: the holder record vanishes when {@link World} says so,
 * whether its lease ran out or somebody deleted it, and {@code max(last + 1, server time)} is a
 * number above all earlier ones. RENEW moves a time that is not modelled, so only its answer is
 * left. Keys that expire because nobody needs them any more (the inboxes of the dead) stay.
 */
final class Server {
  final Mutant mutant;
  @Nullable Grant holder;
  final List<Waiter> queue;
  final List<Message> inboxes;
  final boolean[] subscribed;
  int lastToken;
  int version;

  /** Stands for the clock: the greatest token ever given, which no loss of keys can turn back. */
  int time;

  Server(Mutant mutant, int clients) {
    this.mutant = mutant;
    queue = new ArrayList<>();
    inboxes = new ArrayList<>();
    subscribed = new boolean[clients];
    Arrays.fill(subscribed, true);
  }

  Server(Server other) {
    mutant = other.mutant;
    holder = other.holder;
    queue = new ArrayList<>(other.queue);
    inboxes = new ArrayList<>(other.inboxes);
    subscribed = other.subscribed.clone();
    lastToken = other.lastToken;
    version = other.version;
    time = other.time;
  }

  /**
   * ENTER: asks for the lock, for the first time or again.
   *
   * @return the grant, or null for "queued"
   */
  @Nullable Message enter(Waiter waiter) {
    if (mutant != Mutant.KEEPS_OUTDATED_MESSAGES) {
      dropInbox(waiter);
    }
    if (isHolder(waiter)) {
      dropInbox(waiter);
      return toldToHolder();
    }
    if (!isQueued(waiter)) {
      queue.add(waiter);
    }
    if (mutant == Mutant.BARGES && holder == null) {
      leaveQueue(waiter);
      grant(waiter);
    } else if (holder == null || mutant == Mutant.GRANTS_WITHOUT_LOOKING) {
      grantNext(waiter);
    } else if (cannotBeReceived(holder)) {
      dropInbox(holder.to());
      grantNext(waiter);
    }
    return isHolder(waiter) ? toldToHolder() : null;
  }

  /** COMMIT_RELEASE: writes what was made of the given version, and passes the lock on. */
  boolean commitRelease(Grant grant) {
    if (!accepts(grant)) {
      return false;
    }
    version++;
    grantNext(null);
    return true;
  }

  /** CANCEL: a waiter gives up. A lock that it was given meanwhile is passed on. */
  void cancel(Waiter waiter) {
    dropInbox(waiter);
    if (isHolder(waiter) && mutant != Mutant.CANCEL_KEEPS_THE_GRANT) {
      grantNext(null);
    } else {
      leaveQueue(waiter);
    }
  }

  /** RENEW: whether the lock is still the caller's; if so its lease is extended. */
  boolean renew(Grant grant) {
    return grant.equals(holder);
  }

  /** BLPOP of one's own inbox. */
  @Nullable Message pop(Waiter waiter) {
    for (int i = 0; i < inboxes.size(); i++) {
      if (same(inboxes.get(i).grant().to(), waiter)) {
        return inboxes.remove(i);
      }
    }
    return null;
  }

  /** Whether COMMIT_RELEASE would write for this grant. */
  boolean accepts(Grant grant) {
    return mutant == Mutant.COMMITS_WITHOUT_HOLDER_CHECK || grant.equals(holder);
  }

  boolean hasMessage(Waiter waiter) {
    return inboxes.stream().anyMatch(message -> same(message.grant().to(), waiter));
  }

  /** The lease ran out, or somebody deleted the key. */
  void loseHolder() {
    holder = null;
  }

  /** All keys of the lock are lost, as by a fail-over to a replica that never had them. */
  void loseLockKeys() {
    holder = null;
    queue.clear();
    inboxes.clear();
    lastToken = 0;
  }

  /**
   * Gives the lock to the first in the queue whose client is connected, dropping those before it;
   * nobody there: frees the lock. Who calls is evidently alive and reads its grant from the reply.
   */
  private void grantNext(@Nullable Waiter caller) {
    holder = null;
    for (Waiter next : List.copyOf(queue)) {
      boolean called = caller != null && same(next, caller);
      if (called || subscribed[next.client()] || mutant == Mutant.GRANTS_TO_THE_DEAD) {
        leaveQueue(next);
        grant(next);
        if (!called) {
          inboxes.add(toldToHolder());
        }
        return;
      }
      if (mutant != Mutant.SKIPS_WITHOUT_DROPPING) {
        leaveQueue(next);
      }
    }
  }

  private void grant(Waiter waiter) {
    lastToken = mutant == Mutant.TOKENS_WITHOUT_TIME ? lastToken + 1 : time + 1;
    time = Math.max(time, lastToken);
    holder = new Grant(waiter, lastToken);
  }

  /** The grant's message still lies there and its reader is gone: nobody has it, nobody will. */
  private boolean cannotBeReceived(Grant grant) {
    boolean unclaimed = hasMessage(grant.to()) || mutant == Mutant.RECLAIMS_WHAT_WAS_CLAIMED;
    return unclaimed && !subscribed[grant.to().client()];
  }

  private Message toldToHolder() {
    if (holder == null) {
      throw new IllegalStateException("nobody holds the lock");
    }
    return new Message(holder, version);
  }

  private boolean isHolder(Waiter waiter) {
    return holder != null && same(holder.to(), waiter);
  }

  private boolean isQueued(Waiter waiter) {
    return queue.stream().anyMatch(other -> same(other, waiter));
  }

  private void leaveQueue(Waiter waiter) {
    queue.removeIf(other -> same(other, waiter));
  }

  private void dropInbox(Waiter waiter) {
    inboxes.removeIf(message -> same(message.grant().to(), waiter));
  }

  private boolean same(Waiter a, Waiter b) {
    return mutant == Mutant.ID_PER_CLIENT ? a.client() == b.client() : a.equals(b);
  }
}
