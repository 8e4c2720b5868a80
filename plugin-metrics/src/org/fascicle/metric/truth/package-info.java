/** What metrics share that count right and wrong; a private part of each of their bundles. */
@NullMarked
package org.fascicle.metric.truth;

import org.jspecify.annotations.NullMarked;
