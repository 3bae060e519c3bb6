package dev.locklab.scenario;

import dev.locklab.redis.Conditions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one worker and the server, and can lose or delay what goes either way. Bytes are
 * enough to lose a single command or reply: the script stops the worker just before it, says what
 * is to be lost, and lets the worker go on.
 */
final class Proxy implements AutoCloseable {

  /** Which way something goes. */
  enum Way {
    REQUESTS,
    REPLIES
  }

  private static final int BUFFER = 16 * 1024;
  private static final int CONNECT_MILLIS = 2_000;

  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Way, BooleanSupplier> swallowed = new EnumMap<>(Way.class);
  private final Map<Way, Long> lost = new EnumMap<>(Way.class);
  private final Random jitter = new Random(7);
  private InetSocketAddress upstream;
  private boolean refusing;
  private long delayNanos;

  Proxy(InetSocketAddress upstream) throws IOException {
    this.upstream = upstream;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("proxy", this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Loses all that goes that way from now on, without a word to either side. */
  void swallow(Way way) {
    swallow(way, Proxy::always);
  }

  /** The same as soon as that is so, which is looked at whenever something goes that way. */
  synchronized void swallow(Way way, BooleanSupplier after) {
    swallowed.put(way, after);
  }

  /** How many bytes have been lost that way. */
  synchronized long lost(Way way) {
    return lost.getOrDefault(way, 0L);
  }

  /** Everything takes that much longer either way, give or take half of it. */
  synchronized void delay(long nanos) {
    delayNanos = nanos;
  }

  /** Lets no new connections in until it is {@link #mend mended}. */
  synchronized void refuse() {
    refusing = true;
  }

  /** Ends all connections; new ones are made to that server. */
  void leadTo(InetSocketAddress other) {
    synchronized (this) {
      upstream = other;
    }
    reset();
  }

  /** Ends all connections; what has been swallowed stays lost. */
  void reset() {
    open.forEach(Proxy::end);
  }

  /** Loses and delays nothing any more, and lets new connections in. */
  synchronized void mend() {
    swallowed.clear();
    refusing = false;
    delayNanos = 0;
  }

  /**
   * How long the server takes to say anything to somebody who connects through here.
   *
   * @return null if it says nothing within that time
   */
  @Nullable Duration roundTrip(Duration patience) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout((int) patience.toMillis());
      long asked = System.nanoTime();
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() < 0
          ? null
          : Duration.ofNanos(System.nanoTime() - asked);
    } catch (IOException e) {
      return null;
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (isRefusing()) {
          end(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // Closed, or a client that is gone already.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(upstream(), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      end(client);
      end(server);
      return;
    }
    open.add(client);
    open.add(server);
    start("proxy-requests", () -> pump(client, server, Way.REQUESTS));
    start("proxy-replies", () -> pump(server, client, Way.REPLIES));
  }

  private void pump(Socket from, Socket to, Way way) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        long delay = delayed();
        if (delay > 0) {
          TimeUnit.NANOSECONDS.sleep(delay);
        }
        if (passes(way, count)) {
          out.write(buffer, 0, count);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One of the two has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private boolean passes(Way way, int count) {
    BooleanSupplier after = swallowing(way);
    // Not under the monitor: the server may be asked.
    if (after == null || !Conditions.isMet(after)) {
      return true;
    }
    lose(way, count);
    return false;
  }

  private static boolean always() {
    return true;
  }

  private synchronized @Nullable BooleanSupplier swallowing(Way way) {
    return swallowed.get(way);
  }

  private synchronized void lose(Way way, int count) {
    lost.merge(way, (long) count, Long::sum);
    swallowed.replace(way, Proxy::always);
  }

  private synchronized long delayed() {
    return delayNanos == 0 ? 0 : (long) (delayNanos * (0.5 + jitter.nextDouble()));
  }

  private synchronized boolean isRefusing() {
    return refusing;
  }

  private synchronized InetSocketAddress upstream() {
    return upstream;
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(Socket socket) {
    try {
      // Without lingering the other side knows at once.
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      // Nobody gets in any more in either case.
    }
    reset();
  }
}
