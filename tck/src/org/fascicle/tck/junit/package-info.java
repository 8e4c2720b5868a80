/** The conformance kit, run by a build. */
@NullMarked
package org.fascicle.tck.junit;

import org.jspecify.annotations.NullMarked;
