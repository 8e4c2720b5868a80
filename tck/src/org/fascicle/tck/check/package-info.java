/** What the conformance kit checks, one class each. */
@NullMarked
package org.fascicle.tck.check;

import org.jspecify.annotations.NullMarked;
