package dev.locklab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.locklab.cli.VerifierMain;
import dev.locklab.options.CommandLines;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.worker.WorkerMain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * What a cluster would be given, as {@code kubectl kustomize} makes it of {@code .k8s}: by the
 * schemas that Kubernetes publishes, read strictly, and by what the lab wants of it. No cluster is
 * asked.
 */
@NullMarked
class KubernetesTest {

  private static final Path FOLDER = Path.of("../.k8s");

  /** Where the schemas are, and how kinds are called there. */
  private static final String SCHEMAS = "/kubernetes/openapi.json";

  private static final Map<String, String> KINDS =
      Map.of(
          "v1/Namespace", "core.v1.Namespace",
          "v1/Service", "core.v1.Service",
          "v1/ConfigMap", "core.v1.ConfigMap",
          "v1/PersistentVolumeClaim", "core.v1.PersistentVolumeClaim",
          "apps/v1/Deployment", "apps.v1.Deployment",
          "batch/v1/Job", "batch.v1.Job",
          "networking.k8s.io/v1/NetworkPolicy", "networking.v1.NetworkPolicy");

  private final Map<String, JsonNode> rendered = new HashMap<>();

  @BeforeEach
  void render() throws Exception {
    Process kubectl;
    try {
      kubectl =
          new ProcessBuilder("kubectl", "kustomize", FOLDER.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      Missing.skips("there is no kubectl to render .k8s with");
      return;
    }
    String yaml = new String(kubectl.getInputStream().readAllBytes(), UTF_8);
    assertThat(kubectl.waitFor()).isZero();
    for (JsonNode one : documents(yaml)) {
      rendered.put(one.at("/kind").asText() + "/" + one.at("/metadata/name").asText(), one);
    }
  }

  @Test
  void everythingIsAsThePublishedSchemasHaveIt() throws IOException {
    assertThat(rendered).hasSizeGreaterThanOrEqualTo(10);
    for (JsonNode one : rendered.values()) {
      assertThat(problems(one)).as(one.toPrettyString()).isEmpty();
    }
  }

  @Test
  void theSchemasRefuseWhatTheyDoNotKnow() throws IOException {
    ObjectNode job = get("Job/worker").deepCopy();
    ((ObjectNode) job.at("/spec/template/spec/containers/0")).put("readOnly", true);
    ((ObjectNode) job.at("/spec")).put("parallelism", "four");
    assertThat(problems(job))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("readOnly"))
        .anyMatch(problem -> problem.contains("parallelism"));
  }

  @Test
  void asManyWorkersAsStartAreWaitedFor() throws IOException {
    JsonNode workers = get("Job/worker");
    int parallelism = workers.at("/spec/parallelism").asInt();
    assertThat(parallelism).isPositive();
    assertThat(workers.at("/spec/completions").asInt()).isEqualTo(parallelism);
    assertThat(workers.at("/spec/completionMode").asText()).isEqualTo("Indexed");
    assertThat(environment("Job/verifier"))
        .containsEntry("LOCKLAB_JOIN", Integer.toString(parallelism))
        .containsEntry("LOCKLAB_JOIN_TIMEOUT", "5m");
    for (String job : List.of("Job/worker", "Job/verifier")) {
      assertThat(get(job).at("/spec/backoffLimit").asInt(-1)).isZero();
      assertThat(pod(job).at("/restartPolicy").asText()).isEqualTo("Never");
    }
  }

  @Test
  void whatIsSetAreOptionsWithValuesThatTheyTake() throws IOException {
    Set<String> known = new TreeSet<>();
    CommandLine program = CommandLines.of(new VerifierMain());
    CommandLine compare = requireNonNull(program.getSubcommands().get("compare"));
    Stream.of(compare, CommandLines.of(new WorkerMain()))
        .flatMap(line -> line.getCommandSpec().options().stream())
        .forEach(option -> known.add(EnvironmentDefaults.variable(option.longestName())));
    Map<String, String> verifier = environment("Job/verifier");
    get("ConfigMap/verifier")
        .get("data")
        .properties()
        .forEach(entry -> verifier.put(entry.getKey(), entry.getValue().asText()));
    assertThat(known).containsAll(verifier.keySet());
    assertThat(known).containsAll(environment("Job/worker").keySet());
    List<String> typed = new ArrayList<>(List.of("compare"));
    verifier.forEach(
        (variable, value) ->
            typed.add(
                "--"
                    + variable
                        .substring("LOCKLAB_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                    + "="
                    + value));
    program.parseArgs(typed.toArray(new String[0]));
  }

  @Test
  void noContainerMayMoreThanItNeeds() throws IOException {
    for (String owner : List.of("Deployment/redis", "Job/worker", "Job/verifier")) {
      JsonNode pod = pod(owner);
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(owner).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).as(owner).isPositive();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .as(owner)
          .isEqualTo("RuntimeDefault");
      assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).as(owner).isFalse();
      // A service called redis would be told as REDIS_PORT and the like.
      assertThat(pod.at("/enableServiceLinks").asBoolean(true)).as(owner).isFalse();
      for (JsonNode container : pod.get("containers")) {
        JsonNode may = container.get("securityContext");
        assertThat(may.at("/readOnlyRootFilesystem").asBoolean()).as(owner).isTrue();
        assertThat(may.at("/allowPrivilegeEscalation").asBoolean(true)).as(owner).isFalse();
        assertThat(may.at("/capabilities/drop/0").asText()).as(owner).isEqualTo("ALL");
        assertThat(container.at("/resources/requests"))
            .as(owner)
            .isEqualTo(container.at("/resources/limits"));
        assertThat(container.at("/resources/limits").size()).as(owner).isEqualTo(2);
      }
    }
  }

  @Test
  void nothingIsOpenButTheWayToRedisAndToTheClustersNames() throws IOException {
    JsonNode nobody = get("NetworkPolicy/nobody").get("spec");
    assertThat(nobody.get("podSelector").isEmpty()).isTrue();
    assertThat(nobody.get("policyTypes"))
        .extracting(JsonNode::asText)
        .contains("Ingress", "Egress");
    assertThat(nobody.has("ingress") || nobody.has("egress")).isFalse();
    int port = get("Service/redis").at("/spec/ports/0/port").asInt();
    assertThat(environment("Job/worker")).containsEntry("LOCKLAB_REDIS", "redis://redis:" + port);
    assertThat(environment("Job/verifier")).containsEntry("LOCKLAB_REDIS", "redis://redis:" + port);
    assertThat(get("NetworkPolicy/to-redis").findValuesAsText("port"))
        .containsExactly(Integer.toString(port));
    assertThat(get("NetworkPolicy/from-workers-and-verifier").findValuesAsText("port"))
        .containsExactlyInAnyOrder(Integer.toString(port), "53", "53");
  }

  @Test
  void imagesAreThoseThatComposeBuilds() throws IOException {
    String compose = Files.readString(Path.of("../docker-compose.yml"));
    for (String owner : List.of("Deployment/redis", "Job/worker", "Job/verifier")) {
      String image = pod(owner).at("/containers/0/image").asText().replace(":latest", "");
      assertThat(compose.replace("${LOCKLAB_IMAGE:-locklab}", "locklab"))
          .contains("image: " + image + "\n");
    }
  }

  private JsonNode get(String name) {
    return requireNonNull(rendered.get(name), name);
  }

  private JsonNode pod(String owner) {
    return get(owner).at("/spec/template/spec");
  }

  private Map<String, String> environment(String owner) {
    Map<String, String> variables = new HashMap<>();
    pod(owner)
        .at("/containers/0/env")
        .forEach(one -> variables.put(one.get("name").asText(), one.get("value").asText()));
    return variables;
  }

  private static List<JsonNode> documents(String yaml) throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    try (MappingIterator<JsonNode> documents = mapper.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll();
    }
  }

  /** What is not as the schema of its kind has it, in words. */
  private static List<String> problems(JsonNode resource) throws IOException {
    String kind = resource.at("/apiVersion").asText() + "/" + resource.at("/kind").asText();
    String schema = requireNonNull(KINDS.get(kind), kind);
    return strictly(schema).validate(resource).stream().map(Error::toString).toList();
  }

  /** The schema, which here takes no property that it does not name. */
  private static Schema strictly(String name) throws IOException {
    try (InputStream in = requireNonNull(KubernetesTest.class.getResourceAsStream(SCHEMAS))) {
      ObjectNode document = (ObjectNode) new ObjectMapper().readTree(in);
      document
          .at("/components/schemas")
          .forEach(
              one -> {
                if (one.has("properties") && !one.has("additionalProperties")) {
                  ((ObjectNode) one).put("additionalProperties", false);
                }
              });
      document.put("$ref", "#/components/schemas/io.k8s.api." + name);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(document);
    }
  }
}
