package dev.locklab.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Conditions;
import dev.locklab.redis.Errors;
import dev.locklab.report.LivePage;
import dev.locklab.run.Json;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows a board to browsers of this machine: a page, and what is to be seen on it as server-sent
 * events; and its figures to programs, as metrics.
 *
 * <p>It listens on loopback alone. A page of somebody else's in a browser of this machine can send
 * requests here all the same; so a request must be for a name of this machine, which one that was
 * led here by a name of its own is not, and if it says where it comes from that must be here too.
 * There is nothing to log in to, so there are no cookies.
 */
final class LiveServer implements AutoCloseable {

  /** How many pages may be open at once. */
  private static final int MOST_VIEWERS = 32;

  /** A viewer that is gone shows only when something is sent to it. */
  private static final long SILENCE_MILLIS = 5_000;

  /** How long viewers may take to be told the end. */
  private static final int GRACE_SECONDS = 2;

  private static final Pattern HERE = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?");

  private final Board board;
  private final byte[] page;
  private final Metrics metrics;
  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicInteger viewers = new AtomicInteger();

  /**
   * Begins to listen.
   *
   * @param port 0 for any that is free
   * @throws UnavailableException if it cannot be listened on
   */
  LiveServer(Board board, int port) {
    this.board = board;
    this.metrics = new Metrics(board);
    this.page = String.join("\n", LivePage.html()).getBytes(StandardCharsets.UTF_8);
    try {
      // Not by name, which may be another machine's.
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      this.server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (IOException e) {
      throw new UnavailableException(
          "--live: port %s of this machine cannot be listened on: %s"
              .formatted(port, Errors.rootMessage(e)));
    }
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "live-viewer");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where the page is. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers asked = exchange.getRequestHeaders();
      String host = asked.getFirst("Host");
      String origin = asked.getFirst("Origin");
      String path = exchange.getRequestURI().getPath();
      if (host == null || !HERE.matcher(host).matches()) {
        refuse(exchange, 403, "This page is for browsers of this machine, by its own name.");
      } else if (origin != null && !origin.equals("http://" + host)) {
        refuse(exchange, 403, "This page is asked by itself alone.");
      } else if (path.equals("/choose") && exchange.getRequestMethod().equals("POST")) {
        choose(exchange, origin);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        refuse(exchange, 405, "There is nothing here to be changed.");
      } else if (path.equals("/")) {
        send(exchange, 200, "text/html; charset=utf-8", page);
      } else if (path.equals("/events")) {
        stream(exchange);
      } else if (path.equals("/metrics")) {
        measure(exchange);
      } else {
        refuse(exchange, 404, "There is no such page here.");
      }
    }
  }

  /** Only the page itself may choose, and a browser says of every POST whose it is. */
  private void choose(HttpExchange exchange, @Nullable String origin) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (origin == null) {
      refuse(exchange, 403, "Only the page chooses.");
    } else if (query == null || !board.choose(query)) {
      refuse(exchange, 409, "There is no such choice now.");
    } else {
      head(exchange, "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void measure(HttpExchange exchange) throws IOException {
    ExpositionFormatWriter format = metrics.writer(exchange.getRequestHeaders().getFirst("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    metrics.write(format, body);
    send(exchange, 200, format.getContentType(), body.toByteArray());
  }

  private static void refuse(HttpExchange exchange, int code, String why) throws IOException {
    send(
        exchange, code, "text/plain; charset=utf-8", (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    head(exchange, type);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void head(HttpExchange exchange, String type) {
    Headers head = exchange.getResponseHeaders();
    head.set("Content-Type", type);
    head.set("Cache-Control", "no-store");
    head.set("X-Content-Type-Options", "nosniff");
    head.set("Referrer-Policy", "no-referrer");
    head.set("Cross-Origin-Resource-Policy", "same-origin");
    head.set("Cross-Origin-Opener-Policy", "same-origin");
    // The page has a policy of its own; this one cannot be said in a page.
    head.set("Content-Security-Policy", "frame-ancestors 'none'");
  }

  private void stream(HttpExchange exchange) throws IOException {
    if (viewers.incrementAndGet() > MOST_VIEWERS) {
      viewers.decrementAndGet();
      refuse(exchange, 503, "This page is open too often; close some.");
      return;
    }
    try {
      head(exchange, "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      long seen = 0;
      boolean over = false;
      while (!over) {
        long now = board.revision();
        Picture picture = board.picture(seen);
        over = picture.over();
        seen = now;
        out.write(event(picture));
        out.flush();
        board.await(seen, SILENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      viewers.decrementAndGet();
    }
  }

  private static byte[] event(Picture picture) throws IOException {
    return ("data: " + Json.MAPPER.writeValueAsString(picture) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Tells every viewer the last there is to see, and listens no more. */
  @Override
  public void close() {
    board.close();
    try {
      Conditions.comesAbout(Duration.ofSeconds(GRACE_SECONDS), () -> viewers.get() == 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
