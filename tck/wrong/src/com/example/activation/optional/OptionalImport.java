package com.example.activation.optional;

import javax.xml.parsers.DocumentBuilderFactory;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It uses a package that need not be there. */
@Technique(value = "com.example:optional_import", description = "A technique that needs a package and says that it does not.")
public record OptionalImport() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return DocumentBuilderFactory.newDefaultInstance().isValidating() ? z : z.mul(2);
    }
}
