package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The default of an option, as text: {@code 0.9}, {@code true}, {@code fan_in}, {@code 3,3}; {@code null} makes the option
 * optional. An option without a default must be given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Default {
    /** The default. */
    String value();
}
