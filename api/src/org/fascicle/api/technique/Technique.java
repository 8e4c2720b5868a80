package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Requirement;

/**
 * Marks an immutable record as a technique. When the bundle is built with bnd, the annotation writes the capability
 * {@code fascicle.technique} (kind, namespace, name, version, class) and a requirement for the platform's extender into the
 * manifest; no activator, no component and no scanning is needed. The record's package must bear a {@code @Version}, which
 * becomes the technique's; the record's components are its options.
 *
 * <p>The kind is the segment of the package's name that names one ({@code org.fascicle.activation.elu} is an activation), or
 * {@link #kind()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Capability(namespace = "fascicle.technique", version = "${@version}", attribute = {
    "kind=${if;${#kind};${#kind};${if;${matches;.${@package}.;" + Technique.KINDS + "};"
            + "${replacestring;.${@package}.;" + Technique.KINDS + ";$1}}}",
    "namespace=${if;${matches;${#value};.*:.*};${replacestring;${#value};:.*;};fascicle}",
    "name=${replacestring;${#value};.*:;}",
    "class=${@class}",
    "${if;${#aliases};aliases:List<String>=\"${#aliases}\"}",
    "${if;${#number};number=${#number}}",
    "${if;${#description};description=\"${replacestring;${#description};([\"\\\\]);\\\\\\\\\\$1}\"}",
    "${if;${#formula};formula=\"${replacestring;${#formula};([\"\\\\]);\\\\\\\\\\$1}\"}",
    "${if;${#source};source=\"${replacestring;${#source};([\"\\\\]);\\\\\\\\\\$1}\"}",
    "uses:='org.fascicle.api.expr,org.fascicle.api.scope,org.fascicle.api.technique'"
})
@Requirement(namespace = "osgi.extender", filter = "(&(osgi.extender=fascicle.technique)(version>=" + Technique.API + ")"
        + "(!(version>=" + Technique.NEXT_API + ")))")
public @interface Technique {
    /**
     * The version of this api, major and minor. A bundle built against it asks for a platform of this version or a later one, below the
     * next major version: an older platform may lack what the bundle uses, and is not taken when the bundle is resolved.
     */
    String API = "1.1";
    /** The next version of this api that a bundle built against this one must not be used with. */
    String NEXT_API = "2.0";

    /** A pattern of the package segments that name a kind. */
    String KINDS =
            ".*\\.(layer|initializer|activation|optimizer|schedule|regularizer|constraint|transform|loss|metric|data|watch)\\..*";

    /**
     * The name that model files use, in Keras's spelling. A name without prefix is reserved for Fascicle's own bundles; others
     * write {@code com.example:lookahead}.
     */
    String value();

    /**
     * Other names that model files may use for it: Keras's class ({@code ELU}), and short names ({@code mse}). They are within the
     * same namespace, written without its prefix. In one kind an alias stands for one technique.
     */
    String[] aliases() default {};

    /**
     * The option that a number stands for, where a model file has a number in place of a technique of this kind: {@code 0.1} for
     * {@code { "constant": { "value": 0.1 } }}. One technique of a kind may say so.
     */
    String number() default "";

    /** The kind, where no segment of the package's name is one. */
    String kind() default "";

    /** What it is, in one sentence. */
    String description() default "";

    /** Its formula, in plain text. */
    String formula() default "";

    /** Where it comes from: authors, year, and where to read it. */
    String source() default "";

    /**
     * Whether it stops gradients on purpose, or gives a value the gradient of another one, so that its gradient is not that of its values:
     * statistics that count as constants, or a gradient that passes a step function. The conformance kit then takes what stands in a
     * {@code stop_gradient} for constants, and the second operand of a {@code with_gradient_of} for what moves; without it, a gradient that
     * differs from the values' is a fault.
     */
    boolean stopsGradient() default false;
}
