// SPDX-License-Identifier: MPL-2.0
#pragma once

/// A target that links this mutates DER as a tree: bytes changed blindly would mostly break some length far
/// outside, and every reader stops there. Elements are changed, doubled, moved and left out, and lengths are
/// made to fit; now and then it mutates bytes after all. The input is one element or several, one after the
/// other.
///
/// libFuzzer finds LLVMFuzzerCustomMutator and LLVMFuzzerCustomCrossOver by their names.
