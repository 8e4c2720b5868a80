package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** techniques, describe, backends. */
class CatalogueVerbsTest {
    private final FakePlatform platform = new FakePlatform();

    @Test
    void techniques() {
        assertEquals(0, platform.run("techniques"));
        String[] lines = platform.out().split("\n");
        assertEquals("kind        name              version  bundle  description", lines[0]);
        assertEquals("activation  com.example:bent  0.0.0            Bent.", lines[1]);
        assertEquals(5, lines.length);
    }

    @Test
    void techniquesAsJson() throws IOException {
        assertEquals(0, platform.run("techniques", "--json"));
        assertEquals(Set.of("kind", "name", "version", "bundle", "description", "chosen", "why"),
                platform.json().get(0).keySet());
        assertEquals("straight", platform.json().get(1).get("name"));
    }

    @Test
    void schema(@TempDir Path folder) throws IOException {
        assertEquals(0, platform.run("schema"));
        assertEquals("{ }\n", platform.out());
        Path file = folder.resolve("fascicle.schema.json");
        assertEquals(0, platform.run("schema", "--out", file.toString()));
        assertEquals("{ }\n", Files.readString(file));
        assertEquals(2, platform.run("schema", "--out", folder.resolve("no/such.json").toString()));
    }

    @Test
    void ofSeveralVersionsTheChosenOneIsSaid() throws IOException {
        platform.later.add(bent("2.0.0"));
        assertEquals(0, platform.run("techniques"));
        assertTrue(platform.out().endsWith("""

                in several versions  version  taken
                com.example:bent     2.0.0    the highest of 2.0.0, 0.0.0
                com.example:bent     0.0.0    only by a version range, or by an archive that records it
                """), platform.out());
    }

    @Test
    void ofSeveralVersionsTheChosenOneIsSaidAsJson() throws IOException {
        platform.later.add(bent("2.0.0"));
        assertEquals(0, platform.run("describe", "com.example:bent", "--json"));
        assertEquals(true, platform.json().get(0).get("chosen"));
        assertEquals("the highest of 2.0.0, 0.0.0", platform.json().get(0).get("why"));
        assertEquals(false, platform.json().get(1).get("chosen"));
    }

    @Test
    void describeSaysWhichOfSeveralVersionsIsChosen() {
        platform.later.add(bent("0.0.0"));
        assertEquals(0, platform.run("describe", "com.example:bent"));
        assertTrue(platform.out().contains("\n  taken: none without a range: 0.0.0 is provided twice\n"), platform.out());
        assertEquals(0, platform.run("describe", "straight"));
        assertFalse(platform.out().contains("the only version"), platform.out());
    }

    private static TechniqueType bent(String version) {
        return new TechniqueType.Builder(Kind.ACTIVATION, "bent", () -> FakePlatform.Bent.class).namespace("com.example")
                .version(version).build();
    }

    @Test
    void techniquesAsMarkdown() {
        assertEquals(0, platform.run("techniques", "--markdown", "--kind", "activation"));
        assertEquals("""
            # Techniques

            There are 2, each described as `fascicle describe NAME` does it. This page is what `fascicle techniques --markdown` prints.

            | kind | techniques |
            |---|---|
            | activation | `com.example:bent`, `straight` |

            ## activation

            ### com.example:bent 0.0.0

            Bent.

            - formula: `z if z > 0 else slope * z`
            - source: Nobody, 2024

            | option | value | default |
            |---|---|---|
            | `slope` | a number in [0,1) | 0.1 |
            | `terms` | a whole number | none |
            | `odd` | true or false | (must be given) |

            ### straight 0.0.0
            """, platform.out());
    }

    @Test
    void techniquesOfAKind() {
        assertEquals(0, platform.run("techniques", "--kind", "layer"));
        assertFalse(platform.out().contains("bent"), platform.out());
        assertEquals(2, platform.run("techniques", "--kind", "activaton"));
        assertTrue(platform.err().contains("--kind activaton: there is no such kind. Did you mean 'activation'?"),
                platform.err());
    }

    @Test
    void describes() {
        assertEquals(0, platform.run("describe", "com.example:bent"));
        assertEquals("""
            activation com.example:bent 0.0.0
              Bent.
              formula: z if z > 0 else slope * z
              source: Nobody, 2024
              option  value              default
              slope   a number in [0,1)  0.1
              terms   a whole number     none
              odd     true or false      (must be given)
              it is drawn with --option odd=…
            """, platform.out());
    }

    @Test
    void describesAsJson() throws IOException {
        assertEquals(0, platform.run("describe", "com.example:bent", "--json"));
        List<?> options = (List<?>) platform.json().get(0).get("options");
        assertEquals(3, options.size());
        Map<?, ?> slope = (Map<?, ?>) options.get(0);
        assertEquals("number", slope.get("type"));
        assertEquals("0.1", slope.get("default"));
        assertEquals("[0,1)", slope.get("range"));
        assertEquals(true, ((Map<?, ?>) options.get(2)).get("required"));
    }

    @Test
    void describesWhatAllOfAKindTake() {
        assertEquals(0, platform.run("describe", "decaying"));
        assertEquals("""
            optimizer decaying 0.0.0
              option         value                   default
              learning_rate  a number or a schedule  0.1
              weight_decay   a number                0.5
              also, as all of its kind: exclude_from_weight_decay
            """, platform.out());
    }

    @Test
    void describesByWhichOptionsOfAnOptimizerATechniqueIsAskedFor() {
        assertEquals(0, platform.run("describe", "shrinking"));
        assertEquals("""
            transform shrinking 0.0.0
              option  value     default
              rate    a number  0.1
              also, as all of its kind: match, exclude
              asked for by an optimizer's options: weight_decay, exclude_from_weight_decay
            """, platform.out());
    }

    @Test
    void describesWhatAllOfAKindTakeAsJson() throws IOException {
        assertEquals(0, platform.run("describe", "decaying", "--json"));
        assertEquals(List.of("exclude_from_weight_decay"), platform.json().get(0).get("common_options"));
    }

    @Test
    void tellsInMarkdownWhatAllOfAKindTake() {
        assertEquals(0, platform.run("techniques", "--markdown", "--kind", "optimizer"));
        assertTrue(platform.out().contains("\n## optimizer\n\nEach takes `weight_decay`, `exclude_from_weight_decay` as well."),
                platform.out());
    }

    @Test
    void describesNothingUnknown() {
        assertEquals(2, platform.run("describe", "strait"));
        assertTrue(platform.err().contains("no technique 'strait' is installed. Did you mean 'straight'?"), platform.err());
    }

    @Test
    void backends() throws IOException {
        assertEquals(0, platform.run("backends"));
        assertTrue(platform.out().startsWith("fast (default)\n  device: CPU\n  threads: 2\n  precisions: float32, float64\n"
                + "  library: none 1.0\nslow\n"), platform.out());
    }

    @Test
    void backendsAsJson() throws IOException {
        assertEquals(0, platform.run("backends", "--json"));
        Map<String, Object> first = platform.json().get(0);
        assertEquals(Map.of("name", "fast", "default", true, "device", "CPU", "threads", 2,
                "precisions", List.of("float32", "float64"), "record", Map.of("library", "none 1.0")), first);
        assertEquals(false, platform.json().get(1).get("default"));
    }
}
