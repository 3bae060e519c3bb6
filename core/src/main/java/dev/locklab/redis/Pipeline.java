package dev.locklab.redis;

import dev.locklab.redis.StoreException.Fate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * One connection of any number of threads. Commands go out in the order in which they are sent, and
 * one of those who wait for replies reads for all of them, so that a reply wakes nobody but the
 * thread that it is for.
 *
 * <p>A command goes out once, as by a {@link Link}; what a node of a cluster sends on elsewhere was
 * not executed. A reply that does not come within {@link RedisAddress#REPLY_TIMEOUT} breaks the
 * connection for all; the next command makes a new one. Thread safe.
 */
public final class Pipeline implements AutoCloseable {

  private static final CommandArguments REPLY_ON = Link.clientReply("ON");
  private static final CommandArguments SKIP_REPLY = Link.clientReply("SKIP");

  private final RedisAddress address;
  private final String clientName;
  private final Runnable onMove;
  private final ReentrantLock sending = new ReentrantLock();
  private final StandIn standIn = new StandIn("pipeline-reader", this::readForOthers);
  private volatile @Nullable Line line;
  private volatile @Nullable HostAndPort sentTo;
  private volatile boolean closed;

  /**
   * Connects with its first command.
   *
   * @param onMove called when a server has said that the keys are elsewhere
   */
  public Pipeline(RedisAddress address, String clientName, Runnable onMove) {
    this.address = address;
    this.clientName = clientName;
    this.onMove = onMove;
  }

  /**
   * Sends a command.
   *
   * @return its reply, which must be {@linkplain Reply#await() awaited}
   * @throws StoreException if it was not sent, or not wholly
   */
  public Reply send(CommandArguments command) {
    return send(null, command);
  }

  /**
   * Sends a command behind one that is of no interest.
   *
   * @throws StoreException as {@link #send(CommandArguments)} does
   */
  public Reply send(@Nullable CommandArguments before, CommandArguments command) {
    sending.lock();
    try {
      Line open = connected();
      Reply reply = new Reply(open, command);
      try {
        if (before != null) {
          open.due.add(new Reply(open, before));
          open.wire.sendCommand(before);
        }
        open.due.add(reply);
        open.wire.sendCommand(command);
        open.wire.push();
      } catch (JedisException e) {
        open.fail(e);
        throw new StoreException(Fate.NO_REPLY, reason(e), e);
      }
      return reply;
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a command whose reply does not matter; where the server lets this user say so, it does
   * not reply at all.
   *
   * @throws StoreException as {@link #send(CommandArguments)} does
   */
  public void post(CommandArguments command) {
    sending.lock();
    try {
      Line open = connected();
      if (!open.canSkip) {
        send(command);
        return;
      }
      try {
        open.wire.sendCommand(SKIP_REPLY);
        open.wire.sendCommand(command);
        open.wire.push();
      } catch (JedisException e) {
        open.fail(e);
        throw new StoreException(Fate.NO_REPLY, reason(e), e);
      }
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a command and waits for its reply.
   *
   * @return the reply as Jedis reads it (bytes, a number, a list), null for a nil
   * @throws StoreException if it was not sent, answered with an error, or got no reply
   */
  public @Nullable Object call(CommandArguments command) {
    return send(command).await();
  }

  /**
   * Subscribes at the server to which the commands go: in a cluster a message that a script
   * publishes counts, and reaches at once, the subscribers of its own node alone.
   *
   * @throws StoreException as {@link Mailbox#open} does
   */
  public Mailbox mailbox(String channel) {
    HostAndPort there = sentTo;
    if (there != null) {
      try {
        return Mailbox.open(address, there, clientName, channel);
      } catch (StoreException e) {
        // Gone since; whoever is asked next knows better.
      }
    }
    return Mailbox.open(address, clientName, channel);
  }

  private Line connected() {
    Line open = line;
    if (open != null && !open.broken) {
      return open;
    }
    if (closed) {
      throw new StoreException(Fate.NOT_APPLIED, "the connection has been closed");
    }
    HostAndPort there = sentTo;
    // If it is not to be had, whoever is asked next knows better.
    sentTo = null;
    try {
      Wire wire = address.connect(there, clientName);
      sentTo = there;
      open = new Line(wire, maySkip(wire));
      line = open;
      return open;
    } catch (JedisException e) {
      throw new StoreException(Fate.NOT_APPLIED, reason(e), e);
    }
  }

  /** One that may not skip replies would get an error for a reply, among those that matter. */
  private static boolean maySkip(Wire wire) {
    try {
      wire.executeCommand(REPLY_ON);
      return true;
    } catch (JedisDataException e) {
      return false;
    }
  }

  private void readForOthers() {
    Line open = line;
    if (open != null) {
      open.readForOthers();
    }
  }

  private String reason(JedisException e) {
    return Link.said(e) + " (" + address + ")";
  }

  @Override
  public void close() {
    closed = true;
    standIn.close();
    Line open = line;
    if (open != null) {
      open.fail(new JedisException("the connection has been closed"));
    }
  }

  /** A connection while it lasts. */
  private final class Line {

    final Wire wire;
    final boolean canSkip;

    /** The replies to come, in their order. */
    final Queue<Reply> due = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean reading = new AtomicBoolean();
    volatile boolean broken;

    Line(Wire wire, boolean canSkip) {
      this.wire = wire;
      this.canSkip = canSkip;
    }

    /** Reads replies until that one has come; false if somebody else reads. */
    boolean read(Reply until) {
      if (!reading.compareAndSet(false, true)) {
        return false;
      }
      try {
        while (!until.done) {
          readOne();
        }
      } finally {
        reading.set(false);
        wakeAnother();
      }
      return true;
    }

    void readForOthers() {
      for (Reply next = due.peek(); next != null && read(next); next = due.peek()) {
        // Each has been read.
      }
    }

    private void readOne() {
      if (broken) {
        // Something was sent in the moment in which it broke.
        fail(new JedisException("the connection has ended"));
        return;
      }
      Object read = null;
      JedisDataException error = null;
      try {
        read = wire.reply();
      } catch (JedisDataException e) {
        error = e;
      } catch (JedisException e) {
        fail(e);
        return;
      }
      Reply reply = due.poll();
      if (reply != null) {
        reply.come(read, error, null);
      }
      if (error != null && canSkip && isOutOfStep(error)) {
        // It may have answered one that it was told not to answer.
        fail(error);
        return;
      }
      if (this != line && due.isEmpty()) {
        fail(new JedisException("left for another node"));
      }
    }

    private boolean isOutOfStep(JedisDataException error) {
      String said = String.valueOf(error.getMessage());
      return said.startsWith("BUSY") || said.startsWith("NOPERM");
    }

    private void wakeAnother() {
      for (Reply reply : due) {
        Thread waiter = reply.waiter;
        if (waiter != null && !reply.done) {
          if (this == line && StandIn.isNeededFor(waiter)) {
            standIn.rouse();
          } else {
            LockSupport.unpark(waiter);
          }
          return;
        }
      }
    }

    void fail(JedisException e) {
      broken = true;
      StoreException failure = new StoreException(Fate.NO_REPLY, reason(e), e);
      try {
        wire.close();
      } catch (JedisException closing) {
        // It is being thrown away: what it still has to say does not matter.
      }
      for (Reply reply = due.poll(); reply != null; reply = due.poll()) {
        reply.come(null, null, failure);
      }
    }
  }

  /** A reply that is to come. */
  public final class Reply {

    private final Line from;
    private final CommandArguments command;
    private volatile @Nullable Thread waiter;
    private @Nullable Object value;
    private @Nullable JedisDataException error;
    private @Nullable StoreException failure;
    private volatile boolean done;

    private Reply(Line from, CommandArguments command) {
      this.from = from;
      this.command = command;
    }

    private void come(
        @Nullable Object read,
        @Nullable JedisDataException refused,
        @Nullable StoreException none) {
      value = read;
      error = refused;
      failure = none;
      done = true;
      Thread waiting = waiter;
      if (waiting != null && waiting != Thread.currentThread()) {
        LockSupport.unpark(waiting);
      }
    }

    /**
     * Waits for it, however often the thread is interrupted.
     *
     * @return the reply as Jedis reads it, null for a nil
     * @throws StoreException if it was an error, or did not come
     */
    public @Nullable Object await() {
      long deadline = System.nanoTime() + RedisAddress.REPLY_TIMEOUT.toNanos();
      Reply asked = this;
      for (int hops = 0; ; hops++) {
        asked.join();
        StoreException lost = asked.failure;
        if (lost != null) {
          throw new StoreException(lost.fate(), String.valueOf(lost.getMessage()), lost);
        }
        JedisDataException said = asked.error;
        if (said == null) {
          return asked.value;
        }
        if (said instanceof JedisAskDataException ask) {
          return address.link(clientName).asking(ask.getTargetNode(), command);
        }
        boolean again =
            follows(said, hops)
                || (Link.isBetweenNodes(said.getMessage())
                    && System.nanoTime() < deadline
                    && Link.pause());
        if (!again) {
          throw refused(said);
        }
        asked = send(command);
      }
    }

    private void join() {
      boolean interrupted = false;
      waiter = Thread.currentThread();
      boolean helped = StandIn.isNeededFor(Thread.currentThread());
      while (!done) {
        // Nobody stands in at a connection that has been left.
        if (helped && from == line) {
          standIn.rouse();
        } else if (from.read(this)) {
          break;
        }
        if (!done) {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether an error only says where the key is; the next connection goes there. */
    private boolean follows(JedisDataException e, int hops) {
      if (!address.isMoving()
          || hops >= Link.MOST_HOPS
          || !(e instanceof JedisMovedDataException moved)) {
        return false;
      }
      sending.lock();
      try {
        if (!from.broken) {
          leave();
          sentTo = moved.getTargetNode();
        }
      } finally {
        sending.unlock();
      }
      onMove.run();
      return true;
    }

    /** Others' replies are still read from it, by those who wait for them. */
    private void leave() {
      if (line == from) {
        line = null;
        if (from.due.isEmpty()) {
          from.fail(new JedisException("left for another node"));
        } else {
          from.due.forEach(reply -> LockSupport.unpark(reply.waiter));
        }
      }
    }

    /** A server that has become a replica stays connected; the next command asks who it is now. */
    private StoreException refused(JedisDataException e) {
      if (address.isMoving() && String.valueOf(e.getMessage()).startsWith("READONLY")) {
        sending.lock();
        try {
          leave();
        } finally {
          sending.unlock();
        }
        onMove.run();
      }
      return new StoreException(Fate.NOT_APPLIED, Link.said(e), e);
    }
  }
}
