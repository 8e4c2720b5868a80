package com.example.activation.dynamic;

import javax.xml.parsers.DocumentBuilderFactory;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes packages from whoever has them. */
@Technique(value = "com.example:dynamic_import", description = "A technique that takes any package.")
public record DynamicImport() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return DocumentBuilderFactory.newDefaultInstance().isValidating() ? z : z.mul(2);
    }
}
