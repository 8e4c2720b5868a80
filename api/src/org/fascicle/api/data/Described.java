package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.List;

import org.fascicle.api.expr.Shape;

/** Examples that a schema describes. Methods without a name are about the first input and the first output. */
abstract class Described implements Examples {
    private final Schema schema;

    Described(Schema schema) {
        this.schema = requireGiven(schema, "schema");
    }

    final Schema schema() {
        return schema;
    }

    @Override
    public final Shape shape() {
        return schema.inputs().values().iterator().next();
    }

    @Override
    public final Shape shape(String input) {
        return schema.shape(input);
    }

    @Override
    public final List<String> inputs() {
        return List.copyOf(schema.inputs().keySet());
    }

    @Override
    public final List<String> outputs() {
        return List.copyOf(schema.outputs().keySet());
    }

    @Override
    public final int classes() {
        return first().classes;
    }

    @Override
    public final int classes(String output) {
        return schema.output(output).classes;
    }

    @Override
    public final List<String> classNames() {
        return first().classNames;
    }

    @Override
    public final List<String> classNames(String output) {
        return schema.output(output).classNames;
    }

    @Override
    public final Shape targetShape() {
        return first().shape;
    }

    @Override
    public final Shape targetShape(String output) {
        return schema.output(output).shape;
    }

    @Override
    public final boolean weighted() {
        return schema.isWeighted();
    }

    @Override
    public final double unit() {
        return schema.unit();
    }

    private Schema.Output first() {
        return schema.outputs().values().stream().findFirst().orElse(Schema.Output.NONE);
    }
}
