/** What users of techniques rely on, derived from the techniques, and compared with what was released. */
@NullMarked
package org.fascicle.tck.contract;

import org.jspecify.annotations.NullMarked;
