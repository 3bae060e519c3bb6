package dev.locklab.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.handoff.HandoffClient;
import dev.locklab.handoff.HandoffLock;
import dev.locklab.handoff.Hold;
import dev.locklab.handoff.LockLostException;
import dev.locklab.handoff.Payload;
import dev.locklab.redis.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.RedisClient;

/**
 * Threads that count under one hand-off lock. Each writes the number that it saw and one more, with
 * its token, so that a write that was lost, came twice or came late shows.
 */
final class Counting {

  static final String COUNT = "{test}:count";
  static final String LOG = "{test}:log";

  static final Payload COUNTER =
      new Payload(
          "return redis.call('GET', K[1]) or '0'",
          "local logged = redis.pcall('RPUSH', K[2], A[1] .. ' ' .. A[2])"
              + " if type(logged) == 'table' then return logged end"
              + " redis.call('SET', K[1], A[1]) return 1, A[1]",
          (cargo, arguments) -> new String(arguments.get(0), US_ASCII),
          List.of(COUNT, LOG));

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<CompletableFuture<Void>> all = new ArrayList<>();

  /**
   * Begins to count.
   *
   * @param each how many threads of each client
   */
  Counting(String name, ExecutorService threads, int each, HandoffClient... clients) {
    for (HandoffClient client : clients) {
      HandoffLock lock = client.lock(name, COUNTER, null);
      for (int i = 0; i < each; i++) {
        all.add(CompletableFuture.runAsync(() -> count(lock), threads));
      }
    }
  }

  private void count(HandoffLock lock) {
    while (!stop.get()) {
      try {
        Hold hold = lock.lock();
        asked.incrementAndGet();
        commit(hold, Long.parseLong(hold.cargo()) + 1);
        acknowledged.incrementAndGet();
      } catch (StoreException | LockLostException e) {
        // Of these nobody was told that they are written.
        refused.incrementAndGet();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static void commit(Hold hold, long count) {
    hold.commit(
        List.of(
            Long.toString(count).getBytes(US_ASCII),
            Long.toString(hold.token()).getBytes(US_ASCII)));
  }

  /** How many were not acknowledged so far. */
  long refused() {
    return refused.get();
  }

  /** Waits until so many more are acknowledged. */
  void goesOn(int more) {
    long before = acknowledged.get();
    await().until(() -> acknowledged.get() >= before + more || hasFailed());
    assertThat(hasFailed()).isFalse();
  }

  private boolean hasFailed() {
    return all.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  /** Stops, and proves that what was acknowledged was written, once and in the order of tokens. */
  void end(RedisClient raw) throws Exception {
    stop.set(true);
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    List<String> log = raw.lrange(LOG, 0, -1);
    long lastToken = 0;
    for (int i = 0; i < log.size(); i++) {
      String[] entry = log.get(i).split(" ", -1);
      assertThat(entry[0]).isEqualTo(Integer.toString(i + 1));
      long token = Long.parseLong(entry[1]);
      assertThat(token).isGreaterThan(lastToken);
      lastToken = token;
    }
    assertThat(raw.get(COUNT)).isEqualTo(Integer.toString(log.size()));
    assertThat((long) log.size()).isBetween(acknowledged.get(), asked.get());
    System.out.printf(
        "[handoff] %d acknowledged, %d not, %d written%n",
        acknowledged.get(), refused.get(), log.size());
  }
}
