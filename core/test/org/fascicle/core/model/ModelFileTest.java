package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsText() throws IOException {
        Path file = Files.write(folder.resolve("m.json"), "{ \"ä\": 1 }".getBytes(StandardCharsets.UTF_8));
        assertEquals("{ \"ä\": 1 }", ModelFile.text(file));
    }

    @Test
    void aDefinitionIsTextWhateverItWasMadeOf() throws IOException {
        Path file = Files.writeString(folder.resolve("m.json"), "{ }");
        assertEquals("{ }", ModelFile.text(Definition.file(file)));
        assertEquals("{}", ModelFile.text(Definition.text("{}", "label")));
        Map<String, Object> tree = new TreeMap<>();
        tree.put("a", Arrays.asList(1, 2.5, 3L, "x", true, null));
        tree.put("b", Map.of("c", 1e-3f));
        assertEquals("{\"a\":[1,2.5,3,\"x\",true,null],\"b\":{\"c\":0.001}}",
                ModelFile.text(Definition.tree(tree, "label")).replaceAll("\\s", ""));
    }

    @Test
    void saysWhatIsNoModelFile() throws IOException {
        assertProblem("there is no such file", folder.resolve("missing.json"));
        assertProblem("this is a folder, not a model file", folder);
        assertProblem("the file is no text in UTF-8", Files.write(folder.resolve("latin.json"),
                new byte[] {'{', (byte) 0xe4}));
        assertProblem("this is an archive, not a model file",
                Files.write(folder.resolve("a.zip"), new byte[] {'P', 'K', 3, 4}));
        assertProblem("the file is too large to be a model file",
                Files.write(folder.resolve("large.json"), new byte[(16 << 20) + 1]));
    }

    private static void assertProblem(String problem, Path file) {
        InputException e = assertThrows(InputException.class, () -> ModelFile.text(file));
        assertEquals(problem, e.problem());
        assertEquals(file.toString(), e.file());
    }
}
