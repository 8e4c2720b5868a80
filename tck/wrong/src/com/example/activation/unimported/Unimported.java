package com.example.activation.unimported;

import javax.xml.parsers.DocumentBuilderFactory;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It uses a package that its manifest does not import. */
@Technique(value = "com.example:unimported", description = "A technique that needs a package and does not say so.")
public record Unimported() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return DocumentBuilderFactory.newDefaultInstance().isValidating() ? z : z.mul(2);
    }
}
