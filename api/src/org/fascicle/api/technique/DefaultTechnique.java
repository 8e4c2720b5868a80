package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.osgi.annotation.bundle.Requirement;

/**
 * The default of an option that is itself a technique; of a list of techniques, the only one of it. Where a list is empty by default,
 * write {@code @Default("")}. Writes a requirement with {@code effective:=active} into the manifest: a
 * resolver that composes an installation sees it, the framework makes no wire of it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Requirement(namespace = "fascicle.technique", effective = "active",
        filter = "(&(kind=${#kind})"
                + "(namespace=${if;${matches;${#value};.*:.*};${replacestring;${#value};:.*;};fascicle})"
                + "(name=${replacestring;${#value};.*:;}))")
public @interface DefaultTechnique {
    /** The technique's kind: {@code initializer}. */
    String kind();

    /** The technique's name: {@code glorot_uniform}. It takes its own defaults. */
    String value();
}
