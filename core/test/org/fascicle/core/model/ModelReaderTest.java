package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Scale;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.core.schema.ModelSchema;
import org.junit.jupiter.api.Test;

class ModelReaderTest {
    private static final String MODEL = "{ 'fascicle': 1, 'data': { 'digits': { 'validation': 0.25, 'scale': 'standard' } },"
            + " 'network': [ 'flatten', { 'dense': { 'units': 300, 'activation': { 'elu': { 'alpha': 2 } }, 'use_bias':"
            + " false,"
            + " 'way': 'square_root', 'kernel_regularizer': null } }, { 'dropout': { 'rate': 0.2 } },"
            + " { 'dense': { 'units': 10.0, 'name': 'output', 'trainable': false, 'kernel_regularizer': 'l2' },"
            + " 'version': '[1.0,2)' } ], 'loss': 'mean_squared_error', 'metrics': [ 'accuracy', 'accuracy' ],"
            + " 'optimizer': { 'nesterov': { 'momentum': 0.5, 'learning_rate': { 'exponential': { 'initial': 1,"
            + " 'unit': 'epoch' } } } }, 'training': { 'epochs': 20, 'batch_size': 64, 'seed': -42, 'shuffle': false,"
            + " 'precision': 'float64', 'early_stopping': { 'monitor': 'val_accuracy_1', 'mode': 'max', 'patience': 5, 'min_delta': 0.5,"
            + " 'baseline': 0.25, 'start_from_epoch': 3, 'restore_best_weights': true } } }";

    private final ModelReader reader = new ModelReader(Samples.techniques());

    @Test
    void whatIsAbsentIsSaidAndTheRestIsRead() {
        List<TechniqueSpec> absent = new ArrayList<>();
        ModelSpec model = new ModelReader(Samples.techniques(), absent::add).read(ModelText.of(MODEL.replace('\'', '"')
                .replace("\"elu\": {", "\"com.example:swish\": {").replace("[1.0,2)", "[7,8)")
                .replace("\"nesterov\"", "\"nadam\""), "m.json"));
        assertEquals(List.of("activation com.example:swish", "layer dense [7,8)", "optimizer nadam"),
                absent.stream().map(TechniqueSpec::toString).sorted().collect(Collectors.toList()));
        assertEquals(List.of("flatten", "dense", "dropout", "output"), names(model));
        assertEquals("/network/1/dense/activation/com.example:swish",
                ((TechniqueSpec) model.network().get(1).technique().options().get("activation")).pointer());
        assertFalse(model.network().get(3).trainable(), "what belongs to every layer is read of one that is absent, too");
        assertEquals(20, model.training().epochs());
    }

    /** Editors look for it there. */
    @Test
    void aSchemaMayBeNamed() {
        assertEquals(read(MODEL).network(), read(MODEL.replace("'fascicle': 1", "'$schema': 'x.json', 'fascicle': 1")).network());
    }

    /** The class of one of the samples cannot be loaded: the others are in the schema all the same. */
    @Test
    void theSchemaDoesWithoutClasses() {
        String schema = ModelSchema.of(Samples.techniques().all());
        assertTrue(schema.contains("\"activation.broken\"") && schema.contains("\"kernel_regularizer\""), schema);
        assertTrue(schema.contains("\"optimizer.com.example:lookahead\""), schema);
    }

    @Test
    void readsAllThatAModelFileCanSay() {
        ModelSpec model = read(MODEL);
        assertEquals("m.json", model.source(null));
        assertEquals("digits", model.data().source().name());
        assertEquals(Map.of(), model.data().source().options());
        assertEquals(Scale.STANDARD, model.data().scale());
        assertNull(model.data().target());
        assertEquals(List.of("flatten", "dense", "dropout", "output"), names(model));
        TechniqueSpec dense = model.network().get(1).technique();
        assertEquals(300, dense.options().get("units"));
        assertEquals(false, dense.options().get("use_bias"));
        assertEquals("square_root", dense.options().get("way"));
        assertTrue(dense.options().containsKey("kernel_regularizer"));
        assertNull(dense.options().get("kernel_regularizer"));
        assertFalse(dense.options().containsKey("kernel_initializer"));
        TechniqueSpec elu = (TechniqueSpec) dense.options().get("activation");
        assertEquals(Map.of("alpha", 2.0), elu.options());
        assertEquals("/network/1/dense/activation/elu", elu.pointer());
        assertEquals(0.2, model.network().get(2).technique().options().get("rate"));
        LayerSpec output = model.network().get(3);
        assertEquals("[1.0,2)", output.technique().range());
        assertEquals(10, output.technique().options().get("units"));
        assertFalse(output.technique().options().containsKey("name"));
        assertFalse(output.trainable());
        assertTrue(model.network().get(0).trainable());
        assertEquals(Kind.LOSS, model.outputs().get(0).loss().kind());
        assertEquals(List.of("accuracy", "accuracy_1"), model.outputs().get(0).metricNames());
        TechniqueSpec schedule = (TechniqueSpec) model.updates().optimizer().options().get("learning_rate");
        assertEquals(Kind.SCHEDULE, schedule.kind());
        assertEquals(Map.of("/optimizer/nesterov/learning_rate/exponential", schedule), TechniqueFactory.schedules(model));
        TrainingSpec training = model.training();
        assertEquals(20, training.epochs());
        assertEquals(64, training.batchSize());
        assertEquals(-42, training.seed());
        assertFalse(training.shuffle());
        assertSame(Precision.FLOAT64, training.precision());
        assertEquals("val_accuracy_1", training.earlyStopping().monitor());
        assertEquals(5, training.earlyStopping().patience());
        assertEquals(0.5, training.earlyStopping().minDelta());
        assertEquals(0.25, training.earlyStopping().baseline());
        assertEquals(3, training.earlyStopping().startFromEpoch());
        assertEquals(Direction.UP, training.earlyStopping().direction());
        assertTrue(training.earlyStopping().restoreBestWeights());
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        ModelSpec model = read(minimal(""));
        TrainingSpec training = model.training();
        assertEquals(TrainingSpec.DEFAULT_EPOCHS, training.epochs());
        assertEquals(32, training.batchSize());
        assertEquals(0, training.seed());
        assertTrue(training.shuffle());
        assertSame(Precision.FLOAT32, training.precision());
        assertNull(training.earlyStopping());
        assertEquals(training, read(minimal(", 'training': {}")).training());
        assertEquals(training, read(minimal(", 'training': null, 'metrics': null, 'gradient_transforms': null")).training());
        assertEquals(List.of(), model.outputs().get(0).metrics());
        assertEquals(List.of(), model.updates().transforms());
        assertEquals(Scale.NONE, model.data().scale());
        assertFalse(model.data().validation().isAny());
        assertEquals(0, rows(model, 10));
        TrainingSpec.EarlyStopping stopping =
                read(minimal(", 'training': { 'early_stopping': { 'monitor': 'loss' } }")).training().earlyStopping();
        assertEquals(Direction.NONE, stopping.direction());
        assertEquals(0, stopping.patience());
        assertEquals(0.0, stopping.minDelta());
        assertFalse(stopping.restoreBestWeights());
    }

    @Test
    void theArchivedTextReadsAsTheSameSpecification() {
        ModelSpec model = read(MODEL);
        ModelSpec again = reader.read(ModelText.of(model.text().json(), "archive"));
        assertEquals(model, again);
        assertEquals(model.hashCode(), again.hashCode());
        assertEquals(model.text().json(), again.text().json());
        assertNotEquals(model,
                reader.read(ModelText.of(model.text().json(), "archive").with(Map.of("network.1.dense.units", "301"))));
    }

    @Test
    void layersAreNumberedAsKerasDoesButNeverAsOneThatIsNamed() {
        assertEquals(List.of("flatten", "flatten_2", "flatten_1", "flatten_3", "dense"), names(read(network(
                "'flatten', 'flatten', { 'flatten': { 'name': 'flatten_1' } }, { 'flatten': {} }, { 'dense': { 'units': 1"
                        + " } }"))));
        assertEquals(List.of("flatten_1", "flatten"), names(read(network(
                "'flatten', { 'flatten': { 'name': 'flatten' } }"))));
    }

    @Test
    void layersMayTakeAnyEarlierOutput() {
        List<LayerSpec> layers = read(network("{ 'flatten': { 'name': 'a' } }, { 'flatten': { 'inputs': 'input' } },"
                + " { 'flatten': { 'inputs': [ 'a', 'flatten', 'input' ] } }, 'flatten'")).network();
        assertEquals(List.of(List.of("input"), List.of("input"), List.of("a", "flatten", "input"), List.of("flatten_1")),
                layers.stream().map(LayerSpec::inputs).collect(Collectors.toList()));
    }

    @Test
    void aFileMayBeginWithAByteOrderMark() {
        assertEquals(read(MODEL), reader.read(ModelText.of("\uFEFF" + MODEL.replace('\'', '"'), "m.json")));
    }

    @Test
    void validationIsANumberOfRowsOrAFraction() {
        assertEquals(3, rows(read(data("'validation': 3")), 10));
        assertEquals(1, rows(read(data("'validation': 1")), 10));
        assertEquals(3, rows(read(data("'validation': 0.3")), 10));
        assertEquals(9, rows(read(data("'validation': 0.9")), 10));
        assertEquals(6000, rows(read(data("'validation': 0.1")), 60000));
        assertEquals(1, rows(read(data("'validation': 0.001")), 10));
        assertEquals("m.json: at /data/digits/validation: it would hold back 10 rows for validation, but there are only 10."
                + " Hold back fewer: some must be left to train on",
                message(() -> rows(read(data("'validation': 10")), 10)));
        assertEquals("features", read(data("'target': 'features'")).data().target());
    }

    @Test
    void overridesReplaceAndMakeValues() {
        assertEquals(3, read(MODEL, "training.epochs=3").training().epochs());
        assertEquals(7, read(MODEL, "network.1.dense.units=7").network().get(1).technique().options().get("units"));
        assertEquals(9, read(minimal(""), "training.early_stopping.patience=9", "training.early_stopping.monitor=loss")
                .training().earlyStopping().patience());
        assertEquals("lookahead", read(MODEL, "optimizer=\"com.example:lookahead\"").updates().optimizer().name().split(":")[1]);
        assertEquals("com.example:lookahead", read(MODEL, "optimizer=com.example:lookahead").updates().optimizer().name());
        assertEquals(Map.of("momentum", 0.25),
                read(MODEL, "optimizer={\"com.example:lookahead\":{}}", "optimizer.com.example:lookahead.momentum=0.25")
                        .updates().optimizer().options());
        assertEquals(Map.of("momentum", 0.75),
                read(MODEL, "optimizer=nesterov", "optimizer.nesterov.momentum=0.75").updates().optimizer().options());
        assertEquals("[1,2)", read(MODEL, "optimizer.version=[1,2)").updates().optimizer().range());
        assertEquals(Kind.SCHEDULE, ((TechniqueSpec) read(MODEL,
                "network.2.dropout.rate={\"exponential\":{\"initial\":0.5}}")
                .network().get(2).technique().options().get("rate")).kind());
        assertTrue(read(MODEL, "training.epochs=3").text().json().contains("\"epochs\" : 3"));
    }

    @Test
    void overridesThatLeadNowhereAreErrors() {
        assertMessage("network.9.dense.units=3: the list /network has no entry 9. Its entries are 0 to 3",
                "network.9.dense.units=3");
        assertMessage("network.x=3: the list /network has no entry x. Its entries are 0 to 3", "network.x=3");
        assertMessage("metrics.0=accuracy: the list /metrics has no entry 0. It is empty", "metrics=[]",
                "metrics.0=accuracy");
        assertMessage("training..epochs=3: the path has an empty step. Write it as in training.epochs or"
                + " network.3.name.units",
                "training..epochs=3");
        assertMessage("training.epochs.x=3: /training/epochs is 20, which holds nothing called 'x'", "training.epochs.x=3");
        assertMessage("loss.adam.x=3: /loss is \"mean_squared_error\", which holds nothing called 'adam'", "loss.adam.x=3");
    }

    @Test
    void whatAnOverrideBreaksIsBlamedOnIt() {
        assertMessage("m.json with training.epochs=many: at /training/epochs: must be a whole number of at least 0, not"
                + " \"many\"",
                "training.epochs=many");
        assertMessage("m.json with training.epoch=3: at /training/epoch: unknown key 'epoch'. Did you mean 'epochs'?",
                "training.epoch=3");
        assertMessage("m.json with network.1.dense.units=0: at /network/1/dense/units: must be a whole number in [1,inf),"
                + " not 0",
                "network.1.dense.units=0");
    }

    private ModelSpec read(String text, String... overrides) {
        Map<String, String> values = Arrays.stream(overrides).map(o -> o.split("=", 2)).collect(Collectors.toMap(
                o -> o[0], o -> o[1], (a, b) -> b, LinkedHashMap::new));
        return reader.read(ModelText.of(text.replace('\'', '"'), "m.json").with(values));
    }

    @Test
    void validationIsAFileOrAColumn() {
        Validation column = read(data("'validation': { 'column': 'split' }")).data().validation();
        assertEquals("split", column.column());
        assertTrue(column.isAny() && !column.isCut());
        assertEquals("-2", read(data("'validation': { 'column': -2 }")).data().validation().column());
        assertEquals(Map.of("file", "v.npy"), other("'file': 't.npy', 'test_file': 'e.npy', 'validation': 'v.npy'"));
        assertEquals(Map.of("file", "v.npy", "labels", "w.npy"),
                other("'file': 't.npy', 'labels': 'l.npy', 'validation': { 'labels': 'w.npy', 'file': 'v.npy' }"));
        String files = "m.json: at /data/files/validation: ";
        assertEquals(
                files + "a file is not enough: the rows of 'files' need file and labels. Write { \"file\": …, \"labels\": … }",
                message(() -> other("'file': 't.npy', 'labels': 'l.npy', 'validation': 'v.npy'")));
        assertEquals(files + "the rows to validate with need their own labels. Write { \"file\": …, \"labels\": … }",
                message(() -> other("'file': 't.npy', 'labels': 'l.npy', 'validation': { 'file': 'v.npy' }")));
        assertEquals("m.json: at /data/files/validation/test_file: unknown option of 'files': 'test_file'. Known: file, labels",
                message(() -> other("'file': 't.npy', 'validation': { 'file': 'v.npy', 'test_file': 'x' }")));
        assertEquals("m.json: at /data/files/shuffle: it says which rows are held back, and the rows to validate with are others."
                + " Remove it", message(() -> other("'file': 't.npy', 'validation': 'v.npy', 'shuffle': true")));
    }

    private Map<String, Object> other(String options) {
        return Objects
                .requireNonNull(read(minimal("").replace("'digits'", "{ 'files': { " + options + " } }")).data().validation()
                        .source())
                .options();
    }

    private static int rows(ModelSpec model, int all) {
        return model.data().validation().count(model.data().source(), all);
    }

    private void assertMessage(String expected, String... overrides) {
        assertEquals(expected, message(() -> read(MODEL, overrides)));
    }

    private static String message(Runnable action) {
        return assertThrows(InputException.class, action::run).getMessage();
    }

    private static List<String> names(ModelSpec model) {
        return model.network().stream().map(LayerSpec::name).collect(Collectors.toList());
    }

    private static String minimal(String more) {
        return "{ 'fascicle': 1, 'data': 'digits', 'network': [ 'flatten' ], 'loss': 'mean_squared_error',"
                + " 'optimizer': 'nesterov'" + more + " }";
    }

    private static String network(String layers) {
        return minimal("").replace("[ 'flatten' ]", "[ " + layers + " ]");
    }

    private static String data(String options) {
        return minimal("").replace("'digits'", "{ 'digits': { " + options + " } }");
    }
}
