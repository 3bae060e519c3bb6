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
 * whether its lease ran out or somebody deleted it; {@code max(last + 1, server time)} is a number
 * above all earlier ones; and the grace that an unconfirmed grant has is over at once, which is the
 * worst that it can be. Tokens are given by the grant alone; those that a tenure gives out besides
 * lie between.
 */
final class Server {
  final Mutant mutant;
  @Nullable Grant holder;
  final List<Waiter> queue;

  /** Grants published to clients that listened, and not yet read by them; in that order. */
  final List<Message> mail;

  final boolean[] subscribed;

  /** Whose client lets every deadline pass: the server knows by the time that goes by. */
  final boolean[] stopped;

  int lastToken;
  int version;

  /** The clock, which no loss of keys can turn back. */
  int time;

  /** The greatest token ever given. */
  int greatest;

  /** Whether the clock has stepped back, and whether a holder record or more was lost. */
  boolean steppedBack;

  boolean forgot;

  Server(Mutant mutant, int clients) {
    this.mutant = mutant;
    queue = new ArrayList<>();
    mail = new ArrayList<>();
    subscribed = new boolean[clients];
    stopped = new boolean[clients];
    Arrays.fill(subscribed, true);
  }

  Server(Server other) {
    mutant = other.mutant;
    holder = other.holder;
    queue = new ArrayList<>(other.queue);
    mail = new ArrayList<>(other.mail);
    subscribed = other.subscribed.clone();
    stopped = other.stopped.clone();
    lastToken = other.lastToken;
    version = other.version;
    time = other.time;
    greatest = other.greatest;
    steppedBack = other.steppedBack;
    forgot = other.forgot;
  }

  /**
   * What ENTER answers.
   *
   * @param grant the grant; null for "queued"
   * @param token of the holder there is; 0 if that was not looked at
   */
  record Entered(@Nullable Message grant, int token) {}

  /**
   * ENTER: asks for the lock.
   *
   * @param first whether this attempt has not asked before
   * @param post whether a grant is to be published as well
   */
  Entered enter(Waiter waiter, boolean first, boolean post) {
    boolean trustsInOthers = first || mutant == Mutant.LOOKS_AS_IF_FIRST;
    if (trustsInOthers && !queue.isEmpty()) {
      queue.add(waiter);
      return new Entered(null, 0);
    }
    Grant held = holder;
    int last = held == null ? lastToken : held.token();
    if (held != null && same(held.to(), waiter)) {
      return new Entered(toldToHolder(), 0);
    }
    if (held != null && !(canBeReclaimed(held) && !first)) {
      if (mutant == Mutant.GRANTS_WITHOUT_LOOKING) {
        grant(waiter, last);
        return new Entered(toldToHolder(), 0);
      }
      if (!isQueued(waiter)) {
        queue.add(waiter);
      }
      return new Entered(null, last);
    }
    if (!queue.isEmpty() && mutant != Mutant.BARGES) {
      if (!isQueued(waiter)) {
        queue.add(waiter);
      }
      grantNext(waiter, last);
      int now = holder == null ? last : holder.token();
      return isHolder(waiter) ? new Entered(toldToHolder(), 0) : new Entered(null, now);
    }
    queue.removeIf(other -> same(other, waiter));
    grant(waiter, last);
    if (post) {
      publish();
    }
    return new Entered(toldToHolder(), 0);
  }

  /** SERVE, keeping the lock: writes so many commits, which confirms the grant as well. */
  boolean write(Grant grant, int commits) {
    if (!accepts(grant)) {
      return false;
    }
    version += commits;
    lastToken = grant.token();
    return true;
  }

  /**
   * SERVE, handing the lock on: writes so many commits first.
   *
   * @param again under which id the client asks anew in the same step; null if it does not
   */
  boolean release(Grant grant, int commits, @Nullable Waiter again) {
    if (!accepts(grant)) {
      return false;
    }
    version += commits;
    if (again != null) {
      queue.add(again);
    }
    grantNext(again, grant.token());
    return true;
  }

  /** CHECK: passes a grant on that nobody has confirmed. */
  void check() {
    if (holder != null && !isConfirmed(holder)) {
      grantNext(null, holder.token());
    }
  }

  /** CANCEL: a waiter gives up. A lock that it was given meanwhile is passed on. */
  void cancel(Waiter waiter) {
    if (isHolder(waiter) && holder != null && mutant != Mutant.CANCEL_KEEPS_THE_GRANT) {
      grantNext(null, holder.token());
    } else {
      queue.removeIf(other -> same(other, waiter));
    }
  }

  /** RENEW: whether the lock is still the caller's; if so its grant is confirmed. */
  boolean renew(Grant grant) {
    if (!grant.equals(holder)) {
      return false;
    }
    lastToken = grant.token();
    return true;
  }

  /** The message that the client reads next, or null. */
  @Nullable Message nextFor(int client) {
    for (Message message : mail) {
      if (message.grant().to().client() == client) {
        return message;
      }
    }
    return null;
  }

  /** The client reads the next message that was published to it. */
  @Nullable Message read(int client) {
    Message message = nextFor(client);
    mail.remove(message);
    return message;
  }

  /** The client was stopped: what it reads from now on may long be over. */
  void age(int client) {
    mail.replaceAll(
        message ->
            message.grant().to().client() == client
                ? new Message(message.grant(), message.version(), true)
                : message);
  }

  boolean hasMail(Waiter waiter) {
    return mail.stream().anyMatch(message -> message.grant().to().equals(waiter));
  }

  /** The subscription is gone, and with it what had been published to it and was not read. */
  void unsubscribe(int client) {
    subscribed[client] = false;
    mail.removeIf(message -> message.grant().to().client() == client);
  }

  /** Whether COMMIT_RELEASE would write for this grant. */
  boolean accepts(Grant grant) {
    return mutant == Mutant.COMMITS_WITHOUT_HOLDER_CHECK || grant.equals(holder);
  }

  boolean isConfirmed(Grant grant) {
    return lastToken == grant.token();
  }

  /** The lease ran out, or somebody deleted the key. */
  void loseHolder() {
    forgot = true;
    holder = null;
  }

  /** All keys of the lock are lost, as by a fail-over to a replica that never had them. */
  void loseLockKeys() {
    forgot = true;
    holder = null;
    queue.clear();
    lastToken = 0;
  }

  /**
   * Gives the lock to the first in the queue who listens, dropping those before it; nobody there:
   * frees the lock. Who calls is evidently alive and reads its grant from the reply.
   */
  private void grantNext(@Nullable Waiter caller, int last) {
    holder = null;
    for (Waiter next : List.copyOf(queue)) {
      boolean called = caller != null && same(next, caller);
      boolean listens = subscribed[next.client()];
      boolean granted = called || listens || mutant == Mutant.GRANTS_TO_THE_DEAD;
      if (granted || mutant != Mutant.SKIPS_WITHOUT_DROPPING) {
        queue.remove(next);
      }
      if (granted) {
        grant(next, last);
        if (!called) {
          publish();
        }
        return;
      }
    }
    lastToken = last;
  }

  private void grant(Waiter waiter, int last) {
    int token =
        mutant == Mutant.TOKENS_WITHOUT_TIME
            ? last + 1
            : mutant == Mutant.TOKENS_WITHOUT_LAST ? time + 1 : Math.max(time, last) + 1;
    time = Math.max(time, token);
    greatest = Math.max(greatest, token);
    holder = new Grant(waiter, token);
  }

  private void publish() {
    Message message = toldToHolder();
    if (subscribed[message.grant().to().client()]) {
      mail.add(message);
    }
  }

  /** Nobody has confirmed the grant, and its client is gone or has let the time pass. */
  private boolean canBeReclaimed(Grant grant) {
    int client = grant.to().client();
    boolean late = stopped[client] && mutant != Mutant.WAITS_FOR_THE_STOPPED;
    return (!subscribed[client] || late)
        && (!isConfirmed(grant) || mutant == Mutant.RECLAIMS_WHAT_WAS_CONFIRMED);
  }

  private Message toldToHolder() {
    if (holder == null) {
      throw new IllegalStateException("nobody holds the lock");
    }
    return new Message(holder, version, false);
  }

  private boolean isHolder(Waiter waiter) {
    return holder != null && same(holder.to(), waiter);
  }

  private boolean isQueued(Waiter waiter) {
    return queue.stream().anyMatch(other -> same(other, waiter));
  }

  private boolean same(Waiter a, Waiter b) {
    return mutant == Mutant.ID_PER_CLIENT ? a.client() == b.client() : a.equals(b);
  }
}
