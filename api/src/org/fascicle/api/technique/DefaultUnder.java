package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Another default of an option, for model files that use certain names. Keras counts steps where a schedule here counts epochs:
 * so the unit is {@code step} for who writes {@code ExponentialDecay} or {@code decay_steps}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface DefaultUnder {
    /**
     * The names: aliases of the technique, and of its other options. The alias of an option says what its value means, so a model
     * file that uses it cannot give this option another value.
     */
    String[] names();

    /** The default, as {@link Default} writes it. */
    String value();
}
