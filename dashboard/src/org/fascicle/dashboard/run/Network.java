package org.fascicle.dashboard.run;

import java.util.List;
import java.util.SortedMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Summary;

/**
 * What a network is made of. Immutable.
 *
 * @param inputs its inputs
 * @param outputs its outputs
 * @param summary its layers; of a training, its parameters too
 * @param tensors its parameters and what layers keep beside, by path
 * @param definition its model file
 */
public record Network(List<Port> inputs, List<Port> outputs, Summary summary, SortedMap<String, Shape> tensors,
        String definition) {
    /** That of a model. */
    static Network of(Model model) {
        return of(model, model.summary());
    }

    /** That of a model, as a training sees it. */
    static Network of(Model model, Summary summary) {
        return new Network(model.inputs(), model.outputs(), summary, model.tensors(), model.json());
    }
}
