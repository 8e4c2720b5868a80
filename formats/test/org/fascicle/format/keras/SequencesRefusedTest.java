package org.fascicle.format.keras;

import static org.fascicle.format.keras.HandWritten.called;
import static org.fascicle.format.keras.HandWritten.tensor;
import static org.fascicle.format.keras.SequencesTest.LSTM;
import static org.fascicle.format.keras.SequencesTest.functional;
import static org.fascicle.format.keras.SequencesTest.named;
import static org.fascicle.format.keras.SequencesTest.sequential;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What layers of sequences have on one side alone. */
class SequencesRefusedTest {
    private final KerasFormat format = new KerasFormat(Networks.techniques());
    private final Hdf5Writer weights = new Hdf5Writer();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'stateful': false | 'stateful': true | stateful: true has no equal here",
        "'zero_output_for_mask': false | 'zero_output_for_mask': true | zero_output_for_mask: true has no equal here",
        "'kwargs': {} | 'kwargs': {'mask': TENSOR} | masks are those of embedding and masking",
        "'kwargs': {} | 'kwargs': {'initial_state': 3} | lstm/inbound_nodes/initial_state: 3 has no equal here",
        "'seed': null | 'cell': {'a': 1} | cell: {\"a\":1} has no equal here"})
    void whatHasNoEqualIsRefused(String from, String to, String message) throws IOException {
        String model = functional(called(named("LSTM", "lstm", ", 'return_sequences': false, 'go_backwards': false, "
                + "'zero_output_for_mask': false" + LSTM), "{'args': [" + tensor("x", 0, 0) + "], 'kwargs': {}}"), "lstm");
        int at = model.lastIndexOf(from);
        assertTrue(at > 0, from);
        Path file = HandWritten.file(folder,
                model.substring(0, at) + to.replace("TENSOR", tensor("x", 0, 0)) + model.substring(at + from.length()), weights);
        InputException e = assertThrows(InputException.class, () -> format.read(file));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'merge_mode': null, 'layer': LSTM | merge_mode: null",
        "'layer': LSTM, 'backward_layer': LSTM | both layers go in one direction",
        "'layer': DENSE | the layer 'dense' is none that reads in two directions"})
    void bothDirectionsMustBeKnown(String options, String message) throws IOException {
        String lstm = named("LSTM", "lstm", ", 'return_sequences': false, 'go_backwards': false" + LSTM);
        String both = named("Bidirectional", "both",
                ", " + options.replace("LSTM", lstm).replace("DENSE", HandWritten.dense("dense", 2, "tanh")));
        Path file = HandWritten.file(folder, sequential(both), weights);
        InputException e = assertThrows(InputException.class, () -> format.read(file));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'bidirectional': {'layer': {'sequential': {'layers': [{'dense': {'units': 2}}]}}}} | with recurrent layers alone",
        "{'bidirectional': {'layer': {'lstm': {'units': 2}}, 'backward_layer': {'lstm': {'units': 2, 'go_backwards': true}}}} | "
                + "in Keras both go in one",
        "{'bidirectional': {'layer': {'lstm': {'units': 2, 'return_state': true}}, 'backward_layer': {'lstm': {'units': 2}}}} | "
                + "one of its layers gives states",
        "{'sequential': {'layers': [{'multi_head_attention': {'num_heads': 1, 'key_dim': 2}}]}} | cannot be within another layer",
        "{'sequential': {'layers': [{'reshape': {'target_shape': [2, 6]}}, 'global_max_pooling']}} | let 'global_max_pooling' be",
        "{'lstm': {'units': 2, 'dropout': {'piecewise_constant': {'boundaries': [3], 'values': [0.5, 0.1], 'unit': 'step'}}}} "
                + "| it is scheduled, and Keras's is a number"})
    void whatKerasHasNotIsRefused(String layer, String message) {
        try (Model model = Networks.random("{'fascicle': 1, 'inputs': {'input': [4, 3]}, 'network': [" + layer + "]}", 5)) {
            InputException e = assertThrows(InputException.class, () -> format.write(model, folder.resolve("m.keras")));
            assertTrue(e.getMessage().contains(message), e.getMessage());
        }
    }
}
