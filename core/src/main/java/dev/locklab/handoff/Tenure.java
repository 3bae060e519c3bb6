package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lock while this client has it, from a grant until it is handed on; meanwhile it is passed
 * from one of the client's threads to the next. Guarded by its {@link Cohort} where nothing else is
 * said.
 */
final class Tenure {

  /** How long it serves all who come, where nobody else was waiting when it began. */
  static final long ALONE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How long it serves those who were waiting when it began, where others were as well. */
  private static final long SHARED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A hold that is over sooner need not be confirmed. */
  private static final long CONFIRM_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int RENEWALS_A_LEASE = 3;

  final String id;
  final long token;
  final long begun;
  private final boolean shared;
  private final long lastTicket;
  private final long leaseNanos;
  private final boolean renewed;
  private long last;

  /** What the lock carries after all that has been committed. */
  String cargo;

  /** Who holds it; null between two. */
  @Nullable Hold current;

  /** Commits that are not yet on their way. */
  final List<Commit> commits = new ArrayList<>();

  /** Whether it has been given back before its time. */
  boolean givenBack;

  /** Whether commits are on their way. */
  boolean inFlight;

  /** Whether it is to be handed on once all commits are written. */
  boolean ending;

  /** Why what is committed from now on cannot be written; null as long as it can. */
  volatile @Nullable RuntimeException broken;

  /** When its lease may be over at the soonest, by this machine's clock. Any thread may read it. */
  private volatile long validUntil;

  /** When it is next to be confirmed or renewed. */
  long due;

  /**
   * @param since a time that is not after the grant
   * @param shared whether others were waiting when it began
   * @param lastTicket of those who were waiting here
   */
  Tenure(
      String id,
      Grant grant,
      long since,
      boolean shared,
      long lastTicket,
      long leaseNanos,
      boolean renewed) {
    this.id = id;
    this.token = grant.token();
    this.last = grant.token() - 1;
    this.cargo = grant.cargo();
    this.begun = System.nanoTime();
    this.shared = shared;
    this.lastTicket = lastTicket;
    this.leaseNanos = leaseNanos;
    this.renewed = renewed;
    this.validUntil = since + leaseNanos;
    this.due = begun + CONFIRM_NANOS;
  }

  /** Whether it is passed on to somebody of that number, if he is the next here. */
  boolean serves(long ticket, long now) {
    long most = shared ? SHARED_NANOS : ALONE_NANOS;
    // With a short lease the last one served is to have most of it.
    return now - begun < Math.min(most, leaseNanos / 8)
        && (!shared || ticket <= lastTicket)
        && !ending
        && broken == null
        && !isOver(now);
  }

  /**
   * A token for one more holder. They are as many as there are holders, and so behind the server's
   * time, from which the next grant's token is.
   */
  long nextToken() {
    return ++last;
  }

  /** The last token that was given. */
  long last() {
    return last;
  }

  /** Takes the commits that one call can write: as many as have equally many arguments. */
  List<Commit> take() {
    List<Commit> taken = new ArrayList<>();
    int size = -1;
    for (Commit commit : commits) {
      int next = commit.arguments == null ? size : commit.arguments.size();
      if (size >= 0 && next != size) {
        break;
      }
      size = next;
      commit.taken = true;
      taken.add(commit);
    }
    commits.subList(0, taken.size()).clear();
    return taken;
  }

  /** From now on nothing of it is written. */
  void breakOff(RuntimeException why) {
    if (broken == null) {
      broken = why;
    }
    ending = true;
    for (Commit commit : commits) {
      commit.fail(why);
      commit.wake();
    }
    commits.clear();
  }

  /** It was renewed or confirmed by a call that began at that time. */
  void renewed(long sent) {
    if (renewed) {
      validUntil = sent + leaseNanos;
      due = sent + leaseNanos / RENEWALS_A_LEASE;
    } else {
      due = validUntil;
    }
  }

  boolean isRenewed() {
    return renewed;
  }

  long validUntil() {
    return validUntil;
  }

  /** Whether its lease may be over. */
  boolean isOver(long now) {
    return now - validUntil >= 0;
  }
}
