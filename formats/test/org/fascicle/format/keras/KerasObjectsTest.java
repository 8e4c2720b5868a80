package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Keras 3.15 takes and writes beyond its documentation, as it was seen with Keras itself. */
class KerasObjectsTest {
    private final KerasFormat format = new KerasFormat(Networks.techniques());

    @TempDir
    Path folder;

    /** Keras has no public class Functional; of a list with one input its model would want a list of arrays. */
    @Test
    void aModelOfOneInputTakesAndGivesAnArray() throws IOException {
        JsonNode model = written("'inputs': {'input': [3]}, 'network': [{'dense': {'units': 2}}]");
        assertEquals("keras Model", model.path("module").textValue() + " " + model.path("class_name").textValue());
        assertEquals("[\"input\",0,0]", model.path("config").path("input_layers").toString());
        assertEquals("[\"dense\",0,0]", model.path("config").path("output_layers").toString());
    }

    @Test
    void aModelOfSeveralInputsAndOutputsHasLists() throws IOException {
        JsonNode config = written("'inputs': {'x': [3], 'y': [3]}, 'network': [{'add': {'name': 'sum', 'inputs': ['x', 'y']}}, "
                + "{'dense': {'name': 'a', 'units': 2, 'inputs': ['sum']}}], 'outputs': ['a', 'sum'], "
                + "'loss': {'a': 'mse', 'sum': 'mse'}").path("config");
        assertEquals("[[\"x\",0,0],[\"y\",0,0]]", config.path("input_layers").toString());
        assertEquals("[[\"a\",0,0],[\"sum\",0,0]]", config.path("output_layers").toString());
    }

    /** SpatialDropout1D.__init__() got an unexpected keyword argument 'trainable'. */
    @Test
    void spatialDropoutDoesNotSayWhetherItIsTrained() throws IOException {
        for (String shape : List.of("[5, 3]", "[4, 5, 3]")) {
            JsonNode config = written("'inputs': {'input': " + shape + "}, 'network': [{'spatial_dropout': {'rate': 0.4}}, "
                    + "{'dense': {'units': 2}}]").path("config").path("layers");
            assertFalse(config.path(1).path("config").has("trainable"), config::toString);
            assertTrue(config.path(2).path("config").has("trainable"), config::toString);
        }
    }

    @Test
    void theReductionOfALossGoesBothWays() throws IOException {
        Path file = folder.resolve("model.keras");
        String training = "'inputs': {'input': [3]}, 'network': [{'dense': {'units': 2}}], "
                + "'loss': {'huber': {'delta': 0.5, 'reduction': 'sum'}}, 'optimizer': 'sgd'";
        JsonNode loss = written(training).path("compile_config").path("loss");
        assertEquals("{\"delta\":0.5,\"reduction\":\"sum\"}", loss.path("config").toString());
        Imported read = format.read(file);
        assertEquals(List.of(), read.left());
        Object back = ((Map<?, ?>) read.definition().orElseThrow().tree().orElseThrow()).get("loss");
        assertTrue(back.toString().contains("reduction=sum"), back::toString);
        List<String> notes = new ArrayList<>();
        TechniqueReader reader = new TechniqueReader(Networks.techniques(), "m.keras", notes);
        assertEquals("mean_squared_error", reader.read(new ObjectMapper().readTree("{\"module\": \"keras.losses\", "
                + "\"class_name\": \"MeanSquaredError\", \"config\": {\"reduction\": \"sum_over_batch_size\"}}"), Kind.LOSS,
                "loss"));
        assertEquals(List.of(), notes);
    }

    /** keras.losses.Huber(0.7).get_config() has a name and a reduction alone. */
    @Test
    void aHuberLossWithoutItsDeltaIsNoted() throws IOException {
        List<String> notes = new ArrayList<>();
        TechniqueReader reader = new TechniqueReader(Networks.techniques(), "m.keras", notes);
        Object loss = reader.read(new ObjectMapper().readTree("{\"module\": \"keras.losses\", \"class_name\": \"Huber\", "
                + "\"config\": {\"name\": \"huber_loss\", \"reduction\": \"sum_over_batch_size\"}}"), Kind.LOSS, "loss");
        assertEquals("huber", loss);
        assertEquals(List.of("loss/delta: Keras does not write it; it is 1 here"), notes);
    }

    /** Keras writes "training": false of a Dropout that is called without it, and fit trains such a layer all the same. */
    @Test
    void anUncompiledModelAndTrainingThatIsOffAreNoNews() throws IOException {
        Imported read = read("'kwargs': {'training': false}", "'rate': 0.5", "Dropout");
        assertEquals(List.of(), read.left());
        assertEquals("{dropout={rate=0.5, name=drop}}", network(read));
    }

    @Test
    void anIdentityIsALinearActivation() throws IOException {
        Imported read = read("'kwargs': {}", "'dtype': 'float32'", "Identity");
        assertEquals(List.of(), read.left());
        assertEquals("{activation={activation=linear, name=drop}}", network(read));
    }

    /** What Keras 3.15 computes of it outside of training has another shape than it says itself. */
    @Test
    void aCropIsNoted() throws IOException {
        Imported read = read("'kwargs': {}", "'height': 2, 'width': 2", "RandomCrop");
        assertEquals(List.of("config.json/layers/drop: outside of training Keras 3.15 passes images on as they are, "
                + "and here their middle is taken"), read.left());
    }

    @Test
    void theOlderFormIsRefusedWithAWay() throws IOException {
        Path file = folder.resolve("model.keras");
        Files.write(file, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0});
        InputException refused = assertThrows(InputException.class, () -> format.read(file));
        assertEquals("this is HDF5, the older form of Keras's models, which is not read", refused.problem());
    }

    /** A model as Keras writes it, of one layer that is called {@code drop}. */
    private Imported read(String arguments, String options, String type) throws IOException {
        String input = HandWritten.object("keras.layers", "InputLayer", "'name': 'x', 'batch_shape': [null, 3, 3, 1]");
        String layer = HandWritten.object("keras.layers", type, "'name': 'drop', " + options);
        String model = HandWritten.object("keras.src.models.functional", "Functional", "'name': 'm', 'layers': [" + input + ", "
                + HandWritten.called(layer, HandWritten.call("x").replace("'kwargs': {}", arguments))
                + "], 'input_layers': ['x', 0, 0], 'output_layers': ['drop', 0, 0]");
        return format.read(HandWritten.file(folder, model.substring(0, model.length() - 1) + ", 'compile_config': {}}",
                new Hdf5Writer()));
    }

    private static String network(Imported read) {
        return ((List<?>) ((Map<?, ?>) read.definition().orElseThrow().tree().orElseThrow()).get("network")).get(0).toString();
    }

    private JsonNode written(String json) throws IOException {
        Path file = folder.resolve("model.keras");
        try (Model model = Networks.random("{'fascicle': 1, " + json + "}", 3)) {
            format.write(model, file);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("config.json")));
        }
    }
}
