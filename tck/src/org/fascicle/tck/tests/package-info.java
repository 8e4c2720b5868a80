/** Tests of the conformance kit. */
@NullMarked
package org.fascicle.tck.tests;

import org.jspecify.annotations.NullMarked;
