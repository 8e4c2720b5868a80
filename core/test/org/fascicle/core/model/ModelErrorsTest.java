package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.registry.FixedTechniques;
import org.junit.jupiter.api.Test;

/** Each way in which a model file can be wrong, with all that its user reads: the place, the problem, the remedy. */
class ModelErrorsTest {
    private static final String LIST = "Is its bundle installed and started?";

    private static final String MODEL = "{ 'fascicle': 1, 'data': 'digits', 'network': [ 'flatten' ],"
            + " 'loss': 'mean_squared_error', 'optimizer': 'nesterov' }";

    private final ModelReader reader = new ModelReader(Samples.techniques());

    @Test
    void whatIsNoJson() {
        text("", "m.json: the file is empty. A model file is one JSON object: { \"fascicle\": 1, … }");
        text(" \n ", "m.json: the file is empty. A model file is one JSON object: { \"fascicle\": 1, … }");
        text("[1]", "m.json: a model file is a JSON object, not a list. Write { \"fascicle\": 1, … }");
        text("3", "m.json: a model file is a JSON object, not 3. Write { \"fascicle\": 1, … }");
        text("{\n  'fascicle': 1,\n}", "m.json: at line 3, column 1: the file is no JSON: Unexpected character ('}'):"
                + " was expecting double-quote to start field name");
        text("hello", "m.json: at line 1, column 6: the file is no JSON: Unrecognized token 'hello': was expecting"
                + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
        text("{ 'fascicle': 1, 'network': [",
                "m.json: at line 1, column 30: the file is no complete JSON: it ends too early."
                        + " Is a closing brace, bracket or quote missing?");
        text("{ 'fascicle': 1 } }", "m.json: at line 1, column 19: the file is no JSON: Unexpected close marker '}':"
                + " no open Object to close");
        text("{ 'fascicle': NaN }", "m.json: at line 1, column 18: the file is no JSON: Non-standard token 'NaN'");
    }

    @Test
    void nestingAndLengthAreBounded() {
        String deep = "m.json: objects and lists are nested deeper than 100 levels";
        text("[".repeat(100_000), deep);
        text("{'a':".repeat(100_000), deep);
        text("[".repeat(100_000) + "]".repeat(100_000), deep);
        text("{ 'fascicle': " + "9".repeat(100_000) + " }",
                "m.json: the file, or a number or text in it, is too long for a model file");
    }

    @Test
    void aKeyMayNotBeThereTwice() {
        text("{ 'fascicle': 1,\n 'data': 'digits',\n 'data': 'csv' }",
                "m.json: at line 3, column 8: the key 'data' is there twice in one object. Remove one of them");
        text("{ 'fascicle': 1, 'network': [ { 'dense': { 'units': 1, 'units': 2 } } ] }",
                "m.json: at line 1, column 63: the key 'units' is there twice in one object. Remove one of them");
    }

    @Test
    void theFormIsChecked() {
        text("{}", "m.json: the key 'fascicle' is missing, so this may be no model file."
                + " Add \"fascicle\": 1, the version of the form in which it is written");
        String remedy = ". This version of Fascicle reads form 1";
        change("'fascicle': 1", "'fascicle': 2", "/fascicle: a model file of form 2 cannot be read" + remedy);
        change("'fascicle': 1", "'fascicle': '1'", "/fascicle: a model file of form \"1\" cannot be read" + remedy);
        change("'fascicle': 1", "'fascicle': 1.5", "/fascicle: a model file of form 1.5 cannot be read" + remedy);
    }

    @Test
    void whatEachFileNeeds() {
        missing("'network': [ 'flatten' ], ", "the key 'network' is missing. Add \"network\": [ … ], the list of layers");
        missing("'loss': 'mean_squared_error', ",
                "the key 'loss' is missing. Add \"loss\": a loss. Installed: mean_squared_error");
        missing(", 'optimizer': 'nesterov'",
                "the key 'optimizer' is missing. Add \"optimizer\": an optimizer. Installed: com.example:lookahead, decaying, nesterov");
        missing("'nesterov'", "null",
                "the key 'optimizer' is missing. Add \"optimizer\": an optimizer. Installed: com.example:lookahead, decaying, nesterov");
        network("", "/network: the network has no layers. List one or more, each as { name: { options } }");
        InputException data = assertThrows(InputException.class,
                () -> reader.readData(ModelText.of(MODEL.replace("'data': 'digits', ", "").replace('\'', '"'), "m.json")));
        assertEquals("m.json: the key 'data' is missing. Add \"data\": a data source. Installed: digits, files, table",
                data.getMessage());
    }

    @Test
    void unknownKeys() {
        more("'optimiser': 'x'", "/optimiser: unknown key 'optimiser'. Did you mean 'optimizer'?");
        more("'foo': 'x'", "/foo: unknown key 'foo'. Known: fascicle, data, inputs, network, outputs, loss, loss_weights,"
                + " metrics, weighted_metrics, optimizer, updates, gradient_transforms, parameter_groups, training");
        more("'a/b~c': 'x'", "/a~1b~0c: unknown key 'a/b~c'. Known: fascicle, data, inputs, network, outputs, loss,"
                + " loss_weights, metrics, weighted_metrics, optimizer, updates, gradient_transforms, parameter_groups, training");
        training("'batchsize': 3", "/training/batchsize: unknown key 'batchsize'. Did you mean 'batch_size'?");
        training("'early_stopping': { 'min': 1 }", "/training/early_stopping/min: unknown key 'min'."
                + " Known: monitor, mode, patience, min_delta, baseline, start_from_epoch, restore_best_weights");
    }

    @Test
    void unknownTechniques() {
        network("'dens'", "/network/0: there is no layer 'dens'. Did you mean 'dense'? " + LIST);
        network("'flatten', { 'dens': {} }", "/network/1/dens: there is no layer 'dens'. Did you mean 'dense'? " + LIST);
        change("'nesterov'", "'adam'", "/optimizer: there is no optimizer 'adam'. " + LIST);
        change("'digits'", "{ 'digit': {} }", "/data/digit: there is no data source 'digit'. Did you mean 'digits'? "
                + LIST);
        more("'gradient_transforms': [ 'clip' ]",
                "/gradient_transforms/0: there is no update transform 'clip'. "
                        + LIST);
    }

    @Test
    void techniquesOfTheWrongKind() {
        change("'nesterov'", "'mean_squared_error'", "/optimizer: 'mean_squared_error' is a loss, not an optimizer. "
                + LIST);
        network("'elu'",
                "/network/0: 'elu' is an activation, not a layer. Write { \"activation\": { \"activation\": \"elu\" } }");
        network("{ 'elu': { 'alpha': 2 } }",
                "/network/0/elu: 'elu' is an activation, not a layer. Write { \"activation\": { \"activation\": \"elu\" }"
                        + " }");
        dense("'activation': 'l2'", "activation: 'l2' is a regularizer, not an activation. " + LIST);
        dropout("'elu'", "'elu' is an activation, not a schedule. " + LIST);
    }

    @Test
    void theFormOfATechnique() {
        network("3", "/network/0: must be a layer: a name, or { name: { options } }, not 3");
        network("null", "/network/0: must be a layer: a name, or { name: { options } }, not null");
        network("{}", "/network/0: names no technique. Write a layer as { name: { options } }");
        network("{ 'version': '1' }", "/network/0: names no technique. Write a layer as { name: { options } }");
        network("{ 'dense': { 'units': 1 }, 'flatten': {} }",
                "/network/0: must name one technique, but has the keys 'dense' and"
                        + " 'flatten'. Options go inside: { \"dense\": { … } }; a technique is an object of its own");
        network("{ 'dense': { 'units': 1 }, 'versoin': '1' }",
                "/network/0: must name one technique, but has the keys 'dense'"
                        + " and 'versoin'. Did you mean 'version'?");
        network("{ 'dense': 10 }", "/network/0/dense: the options of 'dense' must be an object, not 10."
                + " Write { \"dense\": { \"units\": … } }");
        network("{ 'flatten': null }", "/network/0/flatten: the options of 'flatten' must be an object, not null."
                + " It has no options: write \"flatten\"");
        change("[ 'flatten' ]", "{ 'flatten': {} }", "/network: must be a list of layers, not an object");
        change("'mean_squared_error'", "[]", "/loss: must be a loss: a name, or { name: { options } }, not []");
        more("'metrics': 'accuracy'", "/metrics: must be a list, not \"accuracy\"");
        change("'digits'", "3", "/data: must be a data source: a name, or { name: { options } }, not 3");
    }

    @Test
    void versions() {
        String garbage = "is no version range. Write one such as [1.0,2), which means 1.0 or later but below 2, or leave"
                + " it out";
        network("{ 'flatten': {}, 'version': 'new' }", "/network/0/version: 'new' " + garbage);
        network("{ 'flatten': {}, 'version': '[1,2' }", "/network/0/version: '[1,2' " + garbage);
        network("{ 'flatten': {}, 'version': 1 }", "/network/0/version: must be a text such as \"[1.0,2)\", not 1");
        network("{ 'flatten': {}, 'version': '[2,3)' }",
                "/network/0/version: no installed version of the layer 'flatten' is in [2,3). Installed: 1.2.0");
        network("{ 'flaten': {}, 'version': '[2,3)' }",
                "/network/0/flaten: there is no layer 'flaten'. Did you mean 'flatten'? " + LIST);
    }

    @Test
    void aRangeChoosesBesideAVersionThatIsThereTwice() {
        List<TechniqueType> types = new ArrayList<>(Samples.techniques().all());
        types.add(flatten("2.0.0", "one"));
        types.add(flatten("2.0.0", "two"));
        ModelReader doubled = new ModelReader(new FixedTechniques(types.toArray(TechniqueType[]::new)));
        String model = MODEL.replace("[ 'flatten' ]", "[ { 'flatten': {}, 'version': '[1,2)' } ]").replace('\'', '"');
        assertEquals("[1,2)", doubled.read(ModelText.of(model, "m.json")).network().get(0).technique().range());
        InputException problem = assertThrows(InputException.class,
                () -> doubled.read(ModelText.of(model.replace("[1,2)", "[2,3)"), "m.json")));
        assertEquals("m.json: at /network/0/version: the layer 'flatten' 2.0.0 is provided twice, by one and by two."
                + " Uninstall one of them", problem.getMessage());
    }

    @Test
    void unknownOptions() {
        dense("'unit': 3", "unit: unknown option of 'dense': 'unit'. Did you mean 'units'?");
        dense("'colour': 3",
                "colour: unknown option of 'dense': 'colour'. Known: units, way, activation, kernel_initializer,"
                        + " kernel_regularizer, use_bias, from, inputs, name, trainable");
        dense("'activation': { 'elu': { 'alhpa': 1 } }",
                "activation/elu/alhpa: unknown option of 'elu': 'alhpa'. Did you mean 'alpha'?");
        change("'mean_squared_error'", "{ 'mean_squared_error': { 'x': 1 } }",
                "/loss/mean_squared_error/x: unknown option of 'mean_squared_error': 'x'. Known: reduction");
        change("'digits'", "{ 'digits': { 'rows': 1 } }", "/data/digits/rows: unknown option of 'digits': 'rows'."
                + " Known: subset, only_classes, scale, shuffle, stratify, target, validation");
    }

    @Test
    void missingOptions() {
        network("'dense'", "/network/0: 'dense' needs the option 'units'. It is a whole number in [1,inf)");
        network("{ 'dense': {} }", "/network/0/dense: 'dense' needs the option 'units'. It is a whole number in [1,inf)");
        network("'activation'", "/network/0: 'activation' needs the option 'activation'. It is an activation");
        dropout("'exponential'", "'exponential' needs the option 'initial'. It is a number in (0,inf)");
    }

    @Test
    void optionsOfTheWrongType() {
        String units = "units: must be a whole number in [1,inf), ";
        dense("'units': 3.5", units + "not 3.5");
        dense("'units': '3'", units + "not \"3\". Write it without the quotes");
        dense("'units': true", units + "not true");
        dense("'units': null", units + "not null");
        dense("'units': [ 3 ]", units + "not a list");
        dense("'units': 3000000000", units + "but 3000000000 is beyond the whole numbers of 32 bits");
        dense("'units': 1, 'use_bias': 'false'",
                "use_bias: must be true or false, not \"false\". Write it without the quotes");
        dense("'units': 1, 'use_bias': 0", "use_bias: must be true or false, not 0");
        dense("'units': 1, 'way': 3", "way: must be one of linear, square_root, not 3");
        dense("'units': 1, 'way': 'linaer'",
                "way: must be one of linear, square_root, not \"linaer\". Did you mean 'linear'?");
        dense("'units': 1, 'activation': null", "activation: must be an activation, not null");
        dense("'units': 1, 'activation': 3", "activation: must be an activation: a name, or { name: { options } }, not 3");
        dense("'units': 1, 'activation': { 'elu': { 'alpha': 'big' } }",
                "activation/elu/alpha: must be a number, not \"big\"");
        dense("'units': 1, 'activation': { 'elu': { 'alpha': 1e400 } }",
                "activation/elu/alpha: must be a number, but this is beyond the largest number of 64 bits");
        convolution("true", "kernel_size: must be a list of whole numbers in [1,inf), not true");
        convolution("[ 3, 2.5 ]", "kernel_size/1: must be a whole number in [1,inf), not 2.5");
        convolution("[ 3, null ]", "kernel_size/1: must be a whole number in [1,inf), not null");
        convolution("[ 3 ], 'scales': [ 1, 'x' ]", "scales/1: must be a number in (0,inf), not \"x\"");
        change("'digits'", "{ 'digits': { 'subset': 3 } }", "/data/digits/subset: must be a text, not 3");
    }

    @Test
    void optionsOutOfTheirRange() {
        dense("'units': 0", "units: must be a whole number in [1,inf), not 0");
        dense("'units': -3", "units: must be a whole number in [1,inf), not -3");
        convolution("[ 3, 0 ]", "kernel_size/1: must be a whole number in [1,inf), not 0");
        convolution("[ 3 ], 'scales': [ 0 ]", "scales/0: must be a number in (0,inf), not 0");
        dropout("1", "must be a number in [0,1) or a schedule, not 1");
        dropout("-0.1", "must be a number in [0,1) or a schedule, not -0.1");
        dense("'units': 1, 'kernel_regularizer': { 'l2': { 'l2': -1 } }",
                "kernel_regularizer/l2/l2: must be a number in [0,inf), not -1");
    }

    @Test
    void schedules() {
        String wrong = "must be a number in [0,1) or a schedule, ";
        dropout("'0.2'", wrong + "not \"0.2\". Write it without the quotes");
        dropout("true", wrong + "not true");
        dropout("[ 0.1 ]", wrong + "not a list");
        dropout("'exponental'", "there is no schedule 'exponental'. Did you mean 'exponential'? " + LIST);
        network("{ 'dropout': { 'rate': { 'exponential': { 'initial': 0 } } } }",
                "/network/0/dropout/rate/exponential/initial: must be a number in (0,inf), not 0");
    }

    @Test
    void namesOfLayers() {
        String rule = ". A name begins with a letter or _, and has letters, digits, '_', '-' and '.' only";
        network("{ 'flatten': { 'name': 'a/b' } }", "/network/0/flatten/name: \"a/b\" cannot be a layer's name" + rule);
        network("{ 'flatten': { 'name': '' } }", "/network/0/flatten/name: \"\" cannot be a layer's name" + rule);
        network("{ 'flatten': { 'name': 3 } }", "/network/0/flatten/name: must be a text, not 3");
        network("{ 'flatten': { 'name': 'input' } }",
                "/network/0/flatten/name: \"input\" means an input of the network and cannot be a layer's name");
        network("{ 'flatten': { 'name': 'a' } }, { 'flatten': { 'name': 'a' } }",
                "/network/1/flatten/name: two layers are called \"a\". Give each a name of its own");
        network("{ 'flatten': { 'trainable': 1 } }", "/network/0/flatten/trainable: must be true or false, not 1");
    }

    @Test
    void inputsOfLayers() {
        network("'flatten', { 'flatten': { 'inputs': 'flaten' } }",
                "/network/1/flatten/inputs: no earlier layer is called \"flaten\". Did you mean 'flatten'?");
        network("'flatten', { 'flatten': { 'inputs': [ 'input', 'tower' ] } }, { 'flatten': { 'name': 'tower' } }",
                "/network/1/flatten/inputs/1: no earlier layer is called \"tower\". There are: input, flatten");
        network("{ 'flatten': { 'inputs': [] } }",
                "/network/0/flatten/inputs: must be the name of an earlier layer, or a list of such names, not []");
        network("{ 'flatten': { 'inputs': [ 3 ] } }",
                "/network/0/flatten/inputs/0: must be the name of an earlier layer, not 3");
    }

    @Test
    void optionsOfEveryDataSource() {
        String fraction = "validation: must be " + ValidationReader.EXPECTATION + ", not ";
        data("'validation': 1.5", fraction + "1.5");
        data("'validation': -0.5", fraction + "-0.5");
        data("'validation': '0.1'", fraction + "\"0.1\". Write it without the quotes");
        data("'validation': '10%'",
                "validation: the rows of 'digits' come from no file. Hold back a number of rows, or a fraction");
        data("'validation': true", fraction + "true");
        data("'validation': { 'column': true }", "validation/column: must be the name of a column, or its number, not true");
        data("'validation': { 'column': 'split', 'rows': 3 }",
                "validation/rows: unknown key beside 'column': 'rows'. Known: column");
        data("'validation': { 'kolumn': 'split' }",
                "validation/kolumn: unknown option of 'digits': 'kolumn'. Known: subset");
        data("'validation': { 'column': 'split' }, 'stratify': false",
                "stratify: it says which rows are held back, and the column"
                        + " 'split' says that already. Remove it");
        data("'validation': -1", "validation: must be a whole number of at least 0, not -1");
        data("'scale': 'standart'",
                "scale: must be one of none, unit, standard, not \"standart\". Did you mean 'standard'?");
        data("'scale': true", "scale: must be one of none, unit, standard, not true");
        data("'only_classes': 3", "only_classes: must be a list of classes, like [0, 1], not 3");
        data("'only_classes': [0, 2, 0]", "only_classes/2: the class 0 is there twice. Remove one of them");
        data("'target': 'labels'", "target: must be \"features\", not \"labels\"");
    }

    @Test
    void training() {
        change("'nesterov'", "'nesterov', 'training': [ 3 ]", "/training: must be an object, not a list");
        training("'epochs': -1", "/training/epochs: must be a whole number of at least 0, not -1");
        training("'epochs': 2.5", "/training/epochs: must be a whole number of at least 0, not 2.5");
        training("'batch_size': '32'",
                "/training/batch_size: must be a whole number of at least 1, not \"32\". Write it without the quotes");
        training("'seed': 1.5", "/training/seed: must be a whole number of 64 bits, not 1.5");
        training("'seed': 99999999999999999999",
                "/training/seed: must be a whole number of 64 bits, not 99999999999999999999");
        training("'shuffle': 1", "/training/shuffle: must be true or false, not 1");
        training("'precision': 'float16'",
                "/training/precision: must be one of float32, float64, bfloat16, tf32, not \"float16\". Did you mean 'bfloat16'?");
    }

    @Test
    void earlyStopping() {
        stopping("'patience': -1", "/patience: must be a whole number of at least 0, not -1");
        stopping("'min_delta': -1", "/min_delta: must be a number of at least 0, not -1");
        stopping("'monitor': 'loss', 'mode': 'least'", "/mode: must be one of auto, min, max, not \"least\"");
        stopping("'start_from_epoch': -1", "/start_from_epoch: must be a whole number of at least 0, not -1");
        stopping("'baseline': '0.5'", "/baseline: must be a number, not \"0.5\". Write it without the quotes");
        stopping("'monitor': 'lost'", "/monitor: there is no metric 'lost' to watch. Did you mean 'loss'?");
        stopping("'monitor': 'val_recall'",
                "/monitor: there is no metric 'val_recall' to watch. There are: loss, val_loss");
        stopping("'monitor': 'val_loss'", "/monitor: 'val_loss' needs validation rows, but the data hold none back."
                + " Add \"validation\": 0.1 to the data, or watch 'loss'");
        stopping("'patience': 3", ": 'val_loss' needs validation rows, but the data hold none back."
                + " Add \"validation\": 0.1 to the data, or watch 'loss'");
        training("'early_stopping': true", "/training/early_stopping: must be an object such as"
                + " { \"monitor\": \"val_loss\", \"patience\": 5 }, not true");
    }

    @Test
    void aTechniqueWhoseClassDoesNotLoad() {
        dense("'units': 1, 'activation': 'broken'", "activation: activation broken 1.0.0 of fascicle.broken cannot be used:"
                + " the class Broken of bundle fascicle.broken cannot be loaded: gone");
    }

    private static TechniqueType flatten(String version, String provider) {
        return new TechniqueType.Builder(Kind.LAYER, "flatten", () -> Samples.Flatten.class)
                .version(version).provider(provider).build();
    }

    private void text(String text, String message) {
        InputException problem = assertThrows(InputException.class,
                () -> reader.read(ModelText.of(text.replace('\'', '"'), "m.json")));
        assertEquals(message, problem.getMessage());
    }

    private void change(String from, String to, String problem) {
        message(from, to, "m.json: at " + problem);
    }

    private void message(String from, String to, String message) {
        if (!MODEL.contains(from)) {
            throw new IllegalArgumentException(from);
        }
        text(MODEL.replace(from, to), message);
    }

    private void missing(String part, String problem) {
        missing(part, "", problem);
    }

    private void missing(String part, String instead, String problem) {
        message(part, instead, "m.json: " + problem);
    }

    private void more(String key, String problem) {
        change("'nesterov'", "'nesterov', " + key, problem);
    }

    private void network(String layers, String problem) {
        change("[ 'flatten' ]", "[ " + layers + " ]", problem);
    }

    private void dense(String options, String problem) {
        network("{ 'dense': { " + (options.contains("'unit") || options.contains("'colour'") ? "" : "'units': 1, ") + options
                + " } }", "/network/0/dense/" + problem);
    }

    private void convolution(String size, String problem) {
        network("{ 'convolution': { 'kernel_size': " + size + " } }", "/network/0/convolution/" + problem);
    }

    private void dropout(String rate, String problem) {
        network("{ 'dropout': { 'rate': " + rate + " } }", "/network/0/dropout/rate: " + problem);
    }

    private void data(String options, String problem) {
        change("'digits'", "{ 'digits': { " + options + " } }", "/data/digits/" + problem);
    }

    private void training(String options, String problem) {
        more("'training': { " + options + " }", problem);
    }

    private void stopping(String options, String problem) {
        training("'early_stopping': { " + options + " }", "/training/early_stopping" + problem);
    }
}
