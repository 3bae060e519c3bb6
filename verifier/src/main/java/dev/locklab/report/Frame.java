package dev.locklab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.audit.Trace;
import dev.locklab.run.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * What every page is made of: one file with all that it needs in it, which asks nobody for
 * anything.
 *
 * <p>{@code page.html} is the frame, another file what stands in it, and scripts draw from data.
 * What stands in the data comes from whoever named a worker or wrote a strategy, and is text, never
 * markup: the scripts put it in place as text, and a content security policy lets no script run but
 * those of the frame.
 */
final class Frame {

  /** Writes in a page at the most; a share of it for each run. */
  private static final int MOST_WRITES = 2_000_000;

  /** And of each run. */
  private static final int MOST_WRITES_OF_ONE = 200_000;

  private Frame() {}

  /** How many writes of one run there is room for among so many runs. */
  static int mostWrites(int runs) {
    return Math.min(MOST_WRITES / Math.max(1, runs), MOST_WRITES_OF_ONE);
  }

  /** The writes of the run of that number, for the frame's scripts to find. */
  static String writes(int number, Trace trace) {
    return data("writes-" + number, "text/plain", Packed.of(trace));
  }

  /**
   * The page, in pieces of whole lines.
   *
   * @param main the file with what stands in the frame
   * @param names the scripts, in the order in which they run
   * @param writes what {@link #writes} made
   */
  static List<String> of(
      String title, String main, List<String> names, Object data, List<String> writes) {
    List<String> texts = new ArrayList<>();
    texts.add(data("data", "application/json", json(data)));
    texts.addAll(writes);
    return of("page.html", title, main, names, texts, "");
  }

  /** A page that asks the server it is from for what it shows. */
  static List<String> live(String title, String main, List<String> names) {
    return of("live-page.html", title, main, names, List.of(), "; connect-src 'self'");
  }

  private static List<String> of(
      String frame,
      String title,
      String main,
      List<String> names,
      List<String> texts,
      String allowed) {
    List<String> scripts = new ArrayList<>();
    String d3 = "/META-INF/resources/webjars/d3/" + d3();
    // Whoever passes the page on passes D3 on, and with it goes its licence.
    scripts.add("/*\n" + resource(d3 + "/LICENSE") + "*/\n" + resource(d3 + "/dist/d3.min.js"));
    names.forEach(script -> scripts.add(resource(script)));
    String style = resource("page.css");
    String policy =
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
            + hash(style)
            + "; script-src "
            + String.join(" ", scripts.stream().map(Frame::hash).toList())
            + allowed;
    String whole =
        resource(frame)
            .replace("{{main}}\n", resource(main))
            .replace("{{lanes}}\n", resource("lanes.html"));

    List<String> page = new ArrayList<>();
    for (String line : whole.split("\n", -1)) {
      switch (line.strip()) {
        case "{{policy}}" ->
            page.add("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">");
        case "{{title}}" -> page.add("<title>" + escaped(title) + "</title>");
        case "{{style}}" -> page.add("<style>" + style + "</style>");
        case "{{data}}" -> page.addAll(texts);
        case "{{scripts}}" ->
            scripts.forEach(script -> page.add("<script>" + script + "</script>"));
        default -> page.add(line);
      }
    }
    return page;
  }

  /** Text in an element that is no script to the browser, and cannot be left from within. */
  private static String data(String id, String type, String text) {
    return "<script id=\"" + id + "\" type=\"" + type + "\">" + text + "</script>";
  }

  private static String json(Object data) {
    try {
      // A "<" can only stand in a string, where this means the same.
      return Json.MAPPER.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the page's data cannot be written", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** How a policy names a script or style that is in the page (CSP Level 2). */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version of D3 that was built with. */
  private static String d3() {
    Properties properties = new Properties();
    try (InputStream in = open("libraries.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("d3");
  }

  private static String resource(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Frame.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the jar has no " + name);
    }
    return in;
  }
}
