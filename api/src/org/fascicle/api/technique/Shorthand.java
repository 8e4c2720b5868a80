package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.osgi.annotation.bundle.Capability;

/**
 * Says of an update transform by which options of an optimizer a model file can ask for it, as Keras has them: with
 * {@code "adam": { "clipnorm": 1 }} the technique that declares {@code clipnorm} stands around Adam. When the bundle is built
 * with bnd, the annotation writes a capability {@code fascicle.shorthand} into the manifest, so that no class is loaded to know
 * the options. Outside the namespace {@code fascicle}, the options bear the technique's prefix: {@code com.example:rho}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Capability(namespace = "fascicle.shorthand", attribute = {
    "class=${@class}",
    "place:Long=${#place}",
    "options:List<String>=\"${#options}\"",
    "${if;${#flag};flag=${#flag}}",
    "${if;${#perParameter};per_parameter=${#perParameter}}",
    "uses:='org.fascicle.api.technique'"
})
public @interface Shorthand {
    /**
     * Where it stands in the list of techniques around the optimizer: those of a lower place surround those of a higher one,
     * and all surround what the model file lists itself. Of techniques of the same place a model can have one.
     */
    int place();

    /**
     * The optimizer's options, each {@code option=own} with the option of the technique that it gives a value, or {@code option}
     * where both have one name. The technique's may be {@code match} or {@code exclude}, which every update transform has.
     */
    String[] options();

    /** An option of the optimizer, true or false, that asks for the technique; without one, any of {@link #options} does. */
    String flag() default "";

    /**
     * The one of {@link #options} that a parameter group may give a value of its own, where 0 means without the technique. An
     * optimizer that itself has an option of this name, or of a name that ends in {@code _} and this one, gets the value
     * instead, and the technique does not stand around it.
     */
    String perParameter() default "";
}
