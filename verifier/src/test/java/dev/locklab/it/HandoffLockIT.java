package dev.locklab.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locklab.handoff.HandoffClient;
import dev.locklab.handoff.HandoffLock;
import dev.locklab.handoff.Hold;
import dev.locklab.handoff.LockLostException;
import dev.locklab.handoff.Payload;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * The hand-off lock as a class of its own. Recovery times are printed, and bounded only so loosely
 * that a busy machine does not fail them; if nobody recovered they would be the lease of 10 s. What
 * is the same for every lock is in {@link ScenarioIT}.
 */
class HandoffLockIT {

  private static final String NAME = "{test}:lock";
  private static final long SMALL_STACK = 256 * 1024;
  private static final String QUEUE = NAME + ":queue";
  private static final Duration NO_RECOVERY = Duration.ofSeconds(5);

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisClient raw = redis.address().client("raw");
  private final Link admin = redis.address().link("admin");
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandoffClient first = HandoffClient.connect(redis.address());
  private final HandoffClient second = HandoffClient.connect(redis.address());

  @AfterEach
  void close() {
    threads.shutdownNow();
    first.close();
    second.close();
    raw.close();
    admin.close();
    redis.close();
  }

  @Test
  void it_excludes_and_its_tokens_rise() throws Exception {
    HandoffLock mine = first.lock(NAME);
    HandoffLock theirs = second.lock(NAME);
    long token;
    try (Hold hold = mine.lock()) {
      token = hold.token();
      assertThat(theirs.tryLock()).isNull();
      assertThat(theirs.tryLock(Duration.ofMillis(60))).isNull();
    }
    try (Hold next = held(theirs.tryLock())) {
      assertThat(next.token()).isGreaterThan(token);
    }
    assertThat(raw.keys("{test}*")).containsOnly(NAME + ":token");
  }

  @Test
  void it_is_not_reentrant_and_belongs_to_its_thread() throws Exception {
    HandoffLock lock = first.lock(NAME);
    try (Hold hold = lock.lock()) {
      assertThatThrownBy(lock::lock)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not re-entrant");
      assertThatThrownBy(lock::tryLock).isInstanceOf(IllegalStateException.class);
      CompletableFuture<Void> foreign = CompletableFuture.runAsync(hold::close, threads);
      assertThatThrownBy(() -> foreign.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void the_state_is_that_of_client_and_name() throws Exception {
    try (Hold hold = first.lock(NAME).lock()) {
      HandoffLock same = first.lock(NAME);
      assertThatThrownBy(same::lock)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not re-entrant");
      assertThat(hold.isLost()).isFalse();
    }
    Duration lease = Duration.ofSeconds(1);
    assertThatThrownBy(() -> first.lock(NAME, Payload.NONE, lease))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another payload or lease");
  }

  @Test
  void a_client_is_first_come_first_served_and_clients_take_turns() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> waiters = new ArrayList<>();
    try (Hold hold = first.lock(NAME).lock()) {
      for (int i = 0; i < 8; i++) {
        int number = i;
        HandoffClient client = i % 2 == 0 ? first : second;
        HandoffLock lock = client.lock(NAME);
        long waiting = client.counters().waits();
        waiters.add(
            CompletableFuture.runAsync(
                () -> {
                  try (Hold mine = lock.lock()) {
                    assertThat(mine.token()).isPositive();
                    order.add(number);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                },
                threads));
        await().until(() -> client.counters().waits() == waiting + 1);
      }
      await().until(() -> raw.llen(QUEUE) == 2);
      assertThat(hold.isLost()).isFalse();
    }
    CompletableFuture.allOf(waiters.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(order.stream().filter(number -> number % 2 == 0)).containsExactly(0, 2, 4, 6);
    assertThat(order.stream().filter(number -> number % 2 == 1)).containsExactly(1, 3, 5, 7);
    // The first was being served while it waited; whoever came in that time is served with it.
    assertThat(order).startsWith(0).doesNotContainSubsequence(7, 6);
  }

  @Test
  void names_that_stand_for_the_keys_beside_a_lock_are_refused() {
    for (String name : List.of("k:token", "k:queue", "")) {
      assertThatThrownBy(() -> first.lock(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void odd_arguments_are_taken_as_they_are_meant_or_refused() throws Exception {
    HandoffLock lock = first.lock(NAME);
    held(lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE))).close();
    held(lock.tryLock(Duration.ofNanos(Long.MAX_VALUE))).close();
    held(lock.tryLock(Duration.ofSeconds(-1))).close();
    for (Duration lease :
        List.of(Duration.ofNanos(500_000), Duration.ZERO, Duration.ofDays(365_000L * 365))) {
      assertThatThrownBy(() -> first.lock("odd", Payload.NONE, lease))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 1 ms to 365 days");
    }
  }

  @Test
  void a_holder_knows_by_its_own_clock_when_its_lease_may_be_over() throws Exception {
    Hold hold = first.lock("{test}:leased", Payload.NONE, Duration.ofMillis(200)).lock();
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    hold.onLoss(() -> told.complete(hold.isLost()));
    // Nobody can tell it so.
    raw.close();
    redis.close();
    assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(hold.isLost()).isTrue();
  }

  @Test
  void a_holder_is_interrupted_on_wish_and_loses_what_its_closed_client_held() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Hold> had = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            Hold hold = second.lock(NAME).lock();
            hold.onLoss(Thread.currentThread()::interrupt);
            had.complete(hold);
            Thread.sleep(Duration.ofMinutes(1).toMillis());
            interrupted.complete(false);
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
    Hold hold = had.get(10, TimeUnit.SECONDS);
    assertThat(hold.isLost()).isFalse();
    raw.del(NAME);
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    Hold mine = first.lock(NAME).lock();
    first.close();
    assertThat(mine.isLost()).isTrue();
  }

  /** Its alarm would be kept for as long as its lease. */
  @Test
  void nothing_is_kept_of_a_hold_that_has_ended() throws Exception {
    HandoffLock lock = first.lock(NAME, Payload.NONE, Duration.ofDays(1));
    WeakReference<Hold> over = new WeakReference<>(lock.lock());
    Hold hold = held(over.get());
    hold.onLoss(() -> {});
    hold.close();
    hold = null;
    await()
        .until(
            () -> {
              System.gc();
              return over.get() == null;
            });
  }

  @Test
  void its_counters_are_meters() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new HandoffMeters(first.counters()).bindTo(registry);
    HandoffLock lock = first.lock(NAME);
    lock.lock().close();
    Hold hold = lock.lock();
    CompletableFuture<Hold> next = lock.lockAsync();
    hold.close();
    next.get(10, TimeUnit.SECONDS).close();
    assertThat(registry.get("handoff.waits").functionCounter().count()).isEqualTo(3);
    assertThat(registry.get("handoff.holds").functionCounter().count()).isEqualTo(3);
    assertThat(registry.get("handoff.passes").functionCounter().count()).isEqualTo(1);
    assertThat(registry.get("handoff.losses").functionCounter().count()).isZero();
  }

  @Test
  void however_many_wait_there_are_two_connections_and_few_questions() throws Exception {
    List<Thread> waiters = new ArrayList<>();
    AtomicLong done = new AtomicLong();
    try (Hold hold = first.lock(NAME).lock()) {
      for (int i = 0; i < 500; i++) {
        Thread waiter = new Thread(() -> use(second.lock(NAME), done::incrementAndGet));
        waiter.start();
        waiters.add(waiter);
      }
      await().until(() -> second.counters().waits() == 500);
      assertThat(connections()).isEqualTo(4);
      long since = System.nanoTime();
      long before = scripts();
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
      double seconds = (System.nanoTime() - since) / 1e9;
      System.out.printf("[handoff] %.1f scripts/s idle%n", (scripts() - before) / seconds);
      assertThat(scripts() - before).isLessThanOrEqualTo((long) (20 * seconds) + 1);
      assertThat(hold.isLost()).isFalse();
    }
    for (Thread waiter : waiters) {
      waiter.join(10_000);
    }
    assertThat(done).hasValue(500);
    assertThat(connections()).isEqualTo(4);
  }

  @Test
  void a_client_that_waits_for_many_locks_asks_few_questions() throws Exception {
    List<Hold> held = new ArrayList<>();
    List<CompletableFuture<Hold>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = NAME + i;
      held.add(first.lock(name).lock());
      waiting.add(second.lock(name).lockAsync());
      waiting.add(second.lock(name).lockAsync());
    }
    // Until each has been looked at so often that it is known how little happens.
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    long since = System.nanoTime();
    long before = scripts();
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    double seconds = (System.nanoTime() - since) / 1e9;
    long asked = scripts() - before;
    // The holders renew theirs besides, three times in a lease.
    long renewed = (long) (50 * 3 * seconds / HandoffLock.LEASE.toSeconds());
    System.out.printf("[handoff] %.1f scripts/s idle for 50 locks%n", (asked - renewed) / seconds);
    assertThat(asked).isLessThanOrEqualTo((long) (50 * seconds) + 50 + renewed);
    held.forEach(Hold::close);
    for (CompletableFuture<Hold> hold : waiting) {
      hold.get(10, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void thousands_wait_and_may_be_interrupted_virtual_threads_as_well() throws Exception {
    ThreadFactory virtual = virtual();
    ThreadFactory factory =
        virtual != null ? virtual : work -> new Thread(null, work, "waiter", SMALL_STACK);
    int all = virtual != null ? 10_000 : 2_000;
    int some = all / 10;
    List<Thread> waiters = new ArrayList<>();
    AtomicLong done = new AtomicLong();
    AtomicLong interrupted = new AtomicLong();
    try (Hold hold = first.lock(NAME).lock()) {
      for (int i = 0; i < all; i++) {
        Thread waiter =
            factory.newThread(
                () -> {
                  try (Hold mine = second.lock(NAME).lock()) {
                    done.addAndGet(mine.token() > 0 ? 1 : 0);
                  } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                  }
                });
        waiter.start();
        waiters.add(waiter);
      }
      await().until(() -> second.counters().waits() == all);
      assertThat(connections()).isEqualTo(4);
      waiters.subList(0, some).forEach(Thread::interrupt);
      await().until(() -> interrupted.get() == some);
      assertThat(hold.isLost()).isFalse();
    }
    for (Thread waiter : waiters) {
      waiter.join(30_000);
    }
    assertThat(done).hasValue(all - some);
    assertThat(connections()).isEqualTo(4);
  }

  @Test
  void a_future_waits_without_a_thread() throws Exception {
    Hold hold = first.lock(NAME).lock();
    CompletableFuture<Hold> unwanted = second.lock(NAME).lockAsync();
    CompletableFuture<Hold> wanted = second.lock(NAME).lockAsync();
    assertThat(unwanted.cancel(false)).isTrue();
    assertThat(wanted).isNotDone();
    hold.close();
    Hold next = wanted.get(10, TimeUnit.SECONDS);
    assertThat(next.token()).isGreaterThan(hold.token());
    // It belongs to nobody in particular.
    CompletableFuture.runAsync(next::close, threads).get(10, TimeUnit.SECONDS);
    held(first.lock(NAME).tryLock()).close();
  }

  @Test
  void a_thread_may_take_it_again_on_wish() throws Exception {
    HandoffLock lock = first.lock(NAME, Counting.COUNTER, null).reentrant();
    Hold outer = lock.lock();
    Hold inner = held(lock.tryLock());
    assertThat(inner.token()).isEqualTo(outer.token());
    assertThatThrownBy(() -> inner.commit(List.of("1".getBytes(US_ASCII))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("held 2 times");
    inner.close();
    assertThat(second.lock(NAME, Counting.COUNTER, null).tryLock()).isNull();
    outer.commit(List.of("1".getBytes(US_ASCII)));
    held(second.lock(NAME, Counting.COUNTER, null).tryLock()).close();
    assertThat(raw.get(Counting.COUNT)).isEqualTo("1");
  }

  @Test
  void it_can_be_used_as_a_lock_of_java_s() throws Exception {
    Lock mine = first.lock(NAME).asLock();
    Lock theirs = second.lock(NAME).asLock();
    assertThatThrownBy(mine::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(mine::newCondition)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no conditions");
    mine.lock();
    try {
      assertThat(theirs.tryLock()).isFalse();
      assertThat(theirs.tryLock(20, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      mine.unlock();
    }
    assertThat(theirs.tryLock(NO_RECOVERY.toSeconds(), TimeUnit.SECONDS)).isTrue();
    raw.del(NAME);
    assertThatThrownBy(theirs::unlock).isInstanceOf(LockLostException.class);
    theirs.lockInterruptibly();
    try {
      assertThat(mine.tryLock()).isFalse();
    } finally {
      theirs.unlock();
    }
    assertThat(second.counters().holds()).isEqualTo(2);
  }

  @Test
  void what_is_refused_is_told_at_once() {
    admin.call(Protocol.Command.ACL, "SETUSER", "poor", "on", "nopass", "~*", "&*", "+@all");
    admin.call(Protocol.Command.ACL, "SETUSER", "poor", "-time");
    RedisAddress poor = RedisAddress.parse("redis://poor:any@127.0.0.1:" + redis.address().port());
    try (HandoffClient client = HandoffClient.connect(poor)) {
      HandoffLock lock = client.lock(NAME);
      assertTimeoutPreemptively(
          NO_RECOVERY,
          () ->
              assertThatThrownBy(lock::lock)
                  .isInstanceOf(StoreException.class)
                  .hasMessageContaining("can't run this command"));
    }
    admin.call(Protocol.Command.ACL, "SETUSER", "poor", "+@all", "resetchannels");
    assertThatThrownBy(() -> HandoffClient.connect(poor))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("channel");
  }

  /** Those that the package's description lists. */
  @Test
  void few_rights_are_enough() throws Exception {
    String rights =
        "~{test}:lock* resetchannels &handoff:* +client|setname +client|reply +del +eval +evalsha"
            + " +get +llen +lpop +lpos +lrem +pexpire +ping +pttl +publish +pubsub|numsub +rpush"
            + " +rpushx +set +subscribe +time";
    List<String> user = new ArrayList<>(List.of("SETUSER", "lean", "on", "nopass"));
    user.addAll(List.of(rights.split(" ", -1)));
    // Redis 6.2 knows no rights to a part of PUBSUB and of CLIENT.
    assumeTrue(redis.version().compareTo("7") > 0, "the server is older than 7");
    admin.call(Protocol.Command.ACL, user.toArray(String[]::new));
    RedisAddress lean = RedisAddress.parse("redis://lean:any@127.0.0.1:" + redis.address().port());
    try (HandoffClient one = HandoffClient.connect(lean);
        HandoffClient two = HandoffClient.connect(lean)) {
      Hold hold = one.lock(NAME).lock();
      assertThat(two.lock(NAME).tryLock()).isNull();
      assertThat(two.lock(NAME).tryLock(Duration.ofMillis(100))).isNull();
      CompletableFuture<Long> next = waiter(two);
      await().until(() -> raw.llen(QUEUE) == 1);
      hold.confirm();
      hold.close();
      assertThat(next.get(10, TimeUnit.SECONDS)).isPositive();
    }
    assertThat((List<?>) admin.call(Protocol.Command.ACL, "LOG")).isEmpty();
  }

  @Test
  void a_script_that_the_server_forgets_is_sent_again() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong taken = new AtomicLong();
    AtomicLong longest = new AtomicLong();
    List<CompletableFuture<Void>> both =
        Stream.of(first, second)
            .map(it -> CompletableFuture.runAsync(() -> busy(it, stop, taken, longest), threads))
            .toList();
    for (int flush = 0; flush < 20; flush++) {
      long before = taken.get();
      admin.call(Protocol.Command.SCRIPT, "FLUSH");
      raw.del(QUEUE, NAME + ":token");
      await().until(() -> taken.get() > before + 20);
    }
    stop.set(true);
    CompletableFuture.allOf(both.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(longest.get()).isLessThan(NO_RECOVERY.toNanos());
  }

  /** As a snapshot brings them back that is a moment old. */
  @Test
  void what_a_client_did_not_ask_for_it_hands_back() throws Exception {
    HandoffLock lock = second.lock(NAME);
    held(lock.tryLock()).close();
    Hold hold = lock.lock();
    String id = raw.get(NAME).split(" ", -1)[0];
    hold.close();
    CompletableFuture<Long> waiting;
    try (Hold mine = first.lock(NAME).lock()) {
      raw.rpush(QUEUE, id, id, id);
      waiting = waiter(second);
      await().until(() -> raw.llen(QUEUE) == 4);
      assertThat(mine.isLost()).isFalse();
    }
    recovered("three entries of attempts that have ended", waiting, System.nanoTime());
    await().until(() -> !raw.exists(NAME));
  }

  @Test
  void a_waiter_that_is_stopped_costs_the_others_its_deadline_alone() throws Exception {
    Process stopped = Waiting.start(redis.address().url());
    CompletableFuture<Long> behind;
    try {
      Hold hold = first.lock(NAME).lock();
      stopped.getOutputStream().write('\n');
      stopped.getOutputStream().flush();
      await().until(() -> raw.llen(QUEUE) == 1);
      new ProcessBuilder("kill", "-STOP", Long.toString(stopped.pid())).start().waitFor();
      behind = waiter(second);
      await().until(() -> raw.llen(QUEUE) == 2);
      long released = System.nanoTime();
      hold.close();
      recovered("stopped with three threads next in line", behind, released);
      Hold after = first.lock(NAME).lock();
      new ProcessBuilder("kill", "-CONT", Long.toString(stopped.pid())).start().waitFor();
      // Its threads take their turn again, and none of them believes in the old grant.
      await().until(() -> raw.llen(QUEUE) == 1);
      after.close();
      assertThat(stopped.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(stopped.exitValue()).isZero();
    } finally {
      stopped.destroyForcibly();
    }
  }

  /** A JVM in which three threads wait for the lock once it is told to. */
  static final class Waiting {

    private Waiting() {}

    public static void main(String... args) throws Exception {
      HandoffClient client = HandoffClient.connect(RedisAddress.parse(args[0]));
      int told = System.in.read();
      AtomicLong had = new AtomicLong();
      List<Thread> three = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(() -> use(client.lock(NAME), had::incrementAndGet));
        thread.start();
        three.add(thread);
      }
      for (Thread thread : three) {
        thread.join();
      }
      System.exit(told == '\n' && had.get() == 3 && client.counters().losses() == 0 ? 0 : 1);
    }

    static Process start(String url) throws IOException {
      return java(Waiting.class, url);
    }
  }

  @Test
  void every_commit_that_is_acknowledged_is_written_once_and_in_its_order() throws Exception {
    Counting counting = new Counting(NAME, threads, 6, first, second);
    for (int kill = 0; kill < 5; kill++) {
      counting.goesOn(100);
      admin.call(Protocol.Command.CLIENT, "KILL", "TYPE", kill % 2 == 0 ? "pubsub" : "normal");
    }
    counting.goesOn(100);
    counting.end(raw);
  }

  @Test
  void a_commit_that_is_refused_takes_those_after_it_along_and_the_lock_goes_on() throws Exception {
    raw.set(Counting.LOG, "no list");
    HandoffLock lock = first.lock(NAME, Counting.COUNTER, null);
    Hold hold = lock.lock();
    assertThatThrownBy(() -> Counting.commit(hold, 1))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.fate()).isEqualTo(StoreException.Fate.NOT_APPLIED));
    held(second.lock(NAME, Counting.COUNTER, null).tryLock(NO_RECOVERY)).close();
  }

  @Test
  void a_holder_can_make_sure_that_all_before_it_is_in_the_store() throws Exception {
    HandoffLock lock = first.lock(NAME, Counting.COUNTER, null);
    Hold before = lock.lock();
    CompletableFuture<String> seen =
        CompletableFuture.supplyAsync(
            () -> {
              try (Hold hold = lock.lock()) {
                hold.confirm();
                return hold.cargo() + " " + raw.get(Counting.COUNT);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            threads);
    await().until(() -> first.counters().waits() == 2);
    Counting.commit(before, 1);
    assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("1 1");
    Hold gone = lock.lock();
    raw.del(NAME);
    assertThatThrownBy(gone::confirm).isInstanceOf(LockLostException.class);
  }

  private static void use(HandoffLock lock, Runnable work) {
    try (Hold hold = lock.lock()) {
      assertThat(hold.token()).isPositive();
      work.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes virtual threads, which Java has since 21; null before. */
  private static @Nullable ThreadFactory virtual() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Of both clients. */
  private long connections() {
    return Replies.text(admin.call(Protocol.Command.CLIENT, "LIST"))
        .lines()
        .filter(line -> line.contains("name=handoff"))
        .count();
  }

  private long scripts() {
    return raw.info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^:]*:calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void an_interrupted_waiter_leaves_the_queue() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    try (Hold hold = first.lock(NAME).lock()) {
      Thread waiter =
          new Thread(
              () -> {
                try (Hold mine = second.lock(NAME).lock()) {
                  throw new AssertionError("it was held: " + mine.token());
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
              });
      waiter.start();
      await().until(() -> raw.llen(QUEUE) == 1);
      waiter.interrupt();
      waiter.join(5_000);
      assertThat(interrupted).isTrue();
      assertThat(raw.llen(QUEUE)).isZero();
      assertThat(hold.isLost()).isFalse();
    }
  }

  @Test
  void a_commit_is_refused_once_the_lease_has_ended() throws Exception {
    Payload cargo =
        new Payload(
            "return redis.call('GET', K[1]) or ''",
            "redis.call('SET', K[1], A[1]) return 1",
            List.of("{test}:data"));
    HandoffLock lock = first.lock(NAME, cargo, Duration.ofMillis(50));
    Hold late = lock.lock();
    await().until(() -> !raw.exists(NAME));
    try (Hold successor = held(second.lock(NAME, cargo, Duration.ofSeconds(10)).tryLock())) {
      assertThatThrownBy(() -> late.commit(List.of("late".getBytes(US_ASCII))))
          .isInstanceOf(LockLostException.class);
      assertThat(late.isLost()).isTrue();
      assertThat(raw.get("{test}:data")).isNull();
      successor.commit(List.of("right".getBytes(US_ASCII)));
    }
    assertThat(raw.get("{test}:data")).isEqualTo("right");
  }

  @Test
  void a_deleted_lock_is_granted_again() throws Exception {
    Hold hold = first.lock(NAME).lock();
    CompletableFuture<Long> successor = waiter(second);
    await().until(() -> raw.llen(QUEUE) == 1);
    long deleted = System.nanoTime();
    raw.del(NAME);
    recovered("lock key deleted", successor, deleted);
    assertThatThrownBy(hold::close).isInstanceOf(LockLostException.class);
  }

  @Test
  void a_grant_whose_message_is_lost_is_found() throws Exception {
    Hold hold = first.lock(NAME).lock();
    CompletableFuture<Long> successor = waiter(second);
    await().until(() -> raw.llen(QUEUE) == 1);
    String waiting = raw.lrange(QUEUE, 0, 0).get(0);
    // What a releaser does, but for the message: the waiter holds the lock and does not know.
    long granted = System.nanoTime();
    raw.lpop(QUEUE);
    raw.set(NAME, waiting + " " + Long.MAX_VALUE / 4096, SetParams.setParams().px(10_000));
    recovered("grant message lost", successor, granted);
    assertThatThrownBy(hold::close).isInstanceOf(LockLostException.class);
  }

  @Test
  void one_killed_in_a_busy_lock_costs_the_others_far_less_than_a_lease() throws Exception {
    List<Long> waits = new ArrayList<>();
    for (int kill = 1; kill <= 5; kill++) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong taken = new AtomicLong();
      AtomicLong longest = new AtomicLong();
      Process dead = Busy.start(redis.address().url());
      List<CompletableFuture<Void>> others =
          Stream.of(first, second)
              .map(it -> CompletableFuture.runAsync(() -> busy(it, stop, taken, longest), threads))
              .toList();
      assertThat(dead.inputReader().readLine()).isEqualTo("busy");
      await().until(() -> taken.get() > 1_000);
      longest.set(0);
      dead.destroyForcibly().waitFor();
      long after = taken.get();
      await().atMost(HandoffLock.LEASE.multipliedBy(2)).until(() -> taken.get() > after + 1_000);
      stop.set(true);
      CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
      System.out.printf("[handoff] killed in a busy lock: %.1f ms%n", longest.get() / 1e6);
      waits.add(longest.get());
    }
    // One that was killed in a long hold, on a busy machine, may cost its lease.
    Collections.sort(waits);
    assertThat(waits.get(2)).isLessThan(NO_RECOVERY.toNanos());
  }

  /** Takes the lock over and over, and keeps the longest wait. */
  private static void busy(
      HandoffClient client, AtomicBoolean stop, AtomicLong taken, AtomicLong longest) {
    HandoffLock lock = client.lock(NAME);
    try {
      while (!stop.get()) {
        long asked = System.nanoTime();
        // Nothing is done while it is held: a long hold is confirmed, and its death costs its
        // lease.
        Hold hold = lock.lock();
        long waited = System.nanoTime() - asked;
        hold.close();
        longest.accumulateAndGet(waited, Math::max);
        taken.incrementAndGet();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A JVM that takes the lock over and over until it is killed. */
  static final class Busy {

    private Busy() {}

    public static void main(String... args) {
      HandoffClient client = HandoffClient.connect(RedisAddress.parse(args[0]));
      AtomicLong taken = new AtomicLong();
      Thread teller =
          new Thread(
              () -> {
                // A JVM's first holds are long.
                await().until(() -> taken.get() > 2_000);
                System.out.println("busy");
              });
      teller.start();
      busy(client, new AtomicBoolean(), taken, new AtomicLong());
    }

    static Process start(String url) throws IOException {
      return java(Busy.class, url);
    }
  }

  private static Process java(Class<?> program, String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            url)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Waits for the lock in a thread of its own; tells when it got it. */
  private CompletableFuture<Long> waiter(HandoffClient client) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Hold hold = client.lock(NAME).lock()) {
            long now = System.nanoTime();
            assertThat(hold.isLost()).isFalse();
            return now;
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        threads);
  }

  private static void recovered(String what, CompletableFuture<Long> got, long since)
      throws Exception {
    try {
      long nanos = got.get(NO_RECOVERY.toSeconds(), TimeUnit.SECONDS) - since;
      System.out.printf("[handoff] %s: %.1f ms%n", what, nanos / 1e6);
    } catch (TimeoutException e) {
      throw new AssertionError(what + ": not granted within " + NO_RECOVERY, e);
    }
  }

  private static Hold held(@Nullable Hold hold) {
    assertThat(hold).isNotNull();
    return java.util.Objects.requireNonNull(hold);
  }
}
