/** The conformance kit, as a service. */
@NullMarked
package org.fascicle.tck;

import org.jspecify.annotations.NullMarked;
