package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers that an option permits, as an interval: {@code (0,inf)}, {@code [0,1)}, {@code [1,inf)}. Checked by the platform
 * before the record is made, for each element of a list, and for each value of a schedule. NaN is never permitted.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Range {
    /** The interval. */
    String value();
}
