package com.example.activation.mistaken;

import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its slope depends on whether there is a file. */
@Technique(value = "com.example:file_reader", description = "A line whose slope is said elsewhere.")
public record FileReader() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return Files.exists(Path.of("com.example.slope")) ? z : z.mul(2);
    }
}
