package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.fascicle.api.format.Imported;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** export and import. */
class FormatVerbsTest {
    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();

    @BeforeEach
    void install() {
        platform.folder = folder;
        platform.formats = List.of(new FakeFormat("both", ".h5", ModelFormat.Use.values()),
                new FakeFormat("weights", ".weights.h5", ModelFormat.Use.READ_WEIGHTS),
                new FakeFormat("written", ".out", ModelFormat.Use.WRITE));
    }

    @Test
    void exportsByTheEndOfTheNameOrByTheFormat() throws IOException {
        assertEquals(0, platform.run("export", "a", "x.OUT"), platform.err());
        assertEquals("x.OUT: written as written\nnot in it: the moon\n", platform.out());
        assertEquals(List.of("open a", "write " + folder.resolve("x.OUT")), withoutFolder());
        platform.out.reset();
        assertEquals(0, platform.run("export", "a", "x.out", "--format", "both", "--json"));
        assertEquals(List.of(Map.of("file", "x.out", "format", "both", "left_out", List.of("the moon"))), platform.json());
    }

    @Test
    void refusesAFormatThatCannotBeWritten() {
        assertEquals(2, platform.run("export", "a", "x.weights"));
        assertTrue(
                platform.err().contains("x.weights: the end of its name says no format. Name the file, or --format, like one of: "
                        + "both (.h5), written (.out)"),
                platform.err());
        assertEquals(2, platform.run("export", "a", "x.h5", "--format", "writen"));
        assertTrue(platform.err().contains("--format writen: there is no such format for this. Did you mean 'written'?"),
                platform.err());
        assertEquals(List.of(), platform.calls);
    }

    @Test
    void importsAModelWithItsNetwork() throws IOException {
        assertEquals(0, platform.run("import", "x.h5", "--out", "a.fasc"), platform.err());
        assertEquals("a.fasc: 0 tensors read as both\nnot taken over: the sun\n", platform.out());
        assertEquals(folder.resolve("a.fasc"), platform.network.saved);
        assertTrue(platform.calls.contains("create both: {}"), platform.calls.toString());
    }

    @Test
    void aTrainingGoesOutAndComesIn() throws IOException {
        platform.state = TrainingState.of(7, new TreeMap<>());
        assertEquals(0, platform.run("export", "a", "x.out"), platform.err());
        assertEquals("x.out: written as written\nnot in it: the moon\n"
                + "not in it: what the training has accumulated: written has no place for it\n", platform.out());
        platform.out.reset();
        assertEquals(0, platform.run("import", "x.h5", "--out", "a.fasc"), platform.err());
        assertEquals(
                "a.fasc: 0 tensors read as both\nits training stands at step 7: 'train --resume a.fasc' goes on, with the data"
                        + " of the model file or --set data=…\nnot taken over: the sun\n",
                platform.out());
        assertTrue(platform.calls.contains("save at step 7 " + folder.resolve("a.fasc")), platform.calls.toString());
    }

    @Test
    void theLongestEndOfANameSaysTheFormat() {
        assertEquals(2, platform.run("import", "x.weights.h5", "--out", "a.fasc"));
        assertTrue(platform.err().contains("x.weights.h5: it holds weights and no network. Name the network's model file: "
                + "--model model.json"), platform.err());
        assertEquals(0, platform.run("import", "x.weights.h5", "--out", "a.fasc", "--model", "m.json"), platform.err());
        int created = platform.calls.indexOf("create " + folder.resolve("m.json"));
        assertTrue(created >= 0 && created < platform.calls.lastIndexOf("read " + folder.resolve("x.weights.h5")),
                "tensors may need the model to be named: " + platform.calls);
        assertTrue(platform.calls.contains("create " + folder.resolve("m.json")), platform.calls.toString());
    }

    private List<String> withoutFolder() {
        return platform.calls.stream().map(call -> call.replace("open " + folder + "/", "open ")).toList();
    }

    private final class FakeFormat implements ModelFormat {
        private final String name;
        private final String suffix;
        private final Set<Use> uses;

        FakeFormat(String name, String suffix, Use... uses) {
            this.name = name;
            this.suffix = suffix;
            this.uses = Set.of(uses);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "For tests.";
        }

        @Override
        public List<String> suffixes() {
            return List.of(suffix);
        }

        @Override
        public Set<Use> uses() {
            return uses;
        }

        @Override
        public List<String> write(Model model, Path file) {
            platform.calls.add("write " + file);
            return List.of("the moon");
        }

        @Override
        public Imported read(Path file) {
            platform.calls.add("read " + file);
            if (uses.contains(Use.READ_MODEL)) {
                Imported model =
                        Imported.model(file.toString(), Definition.text("{}", name), new TreeMap<>(), List.of("the sun"));
                return platform.state == null ? model : model.trained(platform.state);
            }
            return Imported.weights(file.toString(), new TreeMap<>());
        }
    }
}
