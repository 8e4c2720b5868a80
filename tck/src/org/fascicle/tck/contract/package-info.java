/** What users of techniques rely on, derived from the techniques, and compared with what was released. */
package org.fascicle.tck.contract;
