/** The backend {@code reference}: plain Java, no pass, float64 and float32. */
@NullMarked
package org.fascicle.backend.reference;

import org.jspecify.annotations.NullMarked;
