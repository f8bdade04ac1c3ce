"""Results print as tables, in notebooks as HTML, and as SymPy prints; an algebra of the catalogue says its call."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import lietheory as lt
from lietheory.printing import tex_text


@pytest.mark.parametrize("make", ["so(3)", "su(2, 1)", "heisenberg(2)", "g2(compact)", "conformal(3)"])
def test_an_algebra_of_the_catalogue_says_the_call_that_made_it(make):
    name, sizes = make[:-1].split("(")
    g = getattr(lt, name)(*(int(s) if s.strip().isdigit() else s for s in sizes.split(",")))
    assert repr(g).startswith(f"LieAlgebra({make}, dimension {g.dimension}")


def test_that_survives_a_file_and_no_identification_sees_it(tmp_path):
    g = lt.so(3)
    assert repr(lt.LieAlgebra.load(g.save(tmp_path / "g.npz"))) == repr(g)
    assert repr(lt.LieAlgebra.from_matrices(g.generators)) == "LieAlgebra(dimension 3, in 3 x 3 real matrices, exact)"


def test_results_print_as_tables_and_as_html_of_the_same_words():
    X = np.random.default_rng(0).standard_normal((50, 3))
    for result in (lt.identify(lt.so(4)), lt.linear_regression_symmetries(X, X @ np.ones((3, 1))), lt.verify(["prop5"])[0]):
        text, page = str(result), result._repr_html_()
        assert text.count("\n") == len(result.rows()) and page.count("<tr>") == len(result.rows())
        assert all(name in text and f">{name}</th>" in page for name in result.rows())
    assert "principal angle" in lt.compare(lt.so(3), lt.so(3))._repr_html_()


def test_series_and_casimirs_print_as_latex_by_sympy():
    assert sympy.latex(lt.bch(2)) == r"X + Y + \tfrac{1}{2} [X,Y]"
    casimir = lt.casimirs(lt.so(3))[0]
    assert str(casimir) == "e1**2 + e2**2 + e3**2" and sympy.latex(casimir) == sympy.latex(casimir.to_sympy())


def test_the_exponential_of_sympy_input_is_exact_without_a_time():
    turned = lt.exponential(sympy.Matrix([[0, -1], [1, 0]]))
    assert turned == sympy.Matrix([[sympy.cos(1), -sympy.sin(1)], [sympy.sin(1), sympy.cos(1)]])


def test_the_maurer_cartan_equations_print_as_equations_and_as_latex():
    equations = lt.maurer_cartan(lt.so(3))
    assert str(equations) == "dw1 = -w2^w3\ndw2 = w1^w3\ndw3 = -w1^w2"
    assert sympy.latex(equations[1]) == r"\omega^{1} \wedge \omega^{3}"
    assert sympy.latex(equations).count(r" \\ ") == 2 and sympy.pretty(equations[0]) == "-w2^w3"


def test_signs_of_the_series_stand_between_its_terms():
    text, tex = str(lt.bch(5)), sympy.latex(lt.bch(5))
    assert " - (1/720)[X,[X,[X,[X,Y]]]]" in text and r" - \tfrac{1}{720} [X," in tex


@pytest.mark.parametrize("text", ["a & b_1 {c} 5 % #2 $x$ ~ ^ \\", "so(3)\n  status  certain"])
def test_texts_are_escaped_for_tex_line_by_line(text):
    tex = tex_text(text)
    assert tex.count(r"\texttt{") == len(text.splitlines())
    bare = tex.replace("\\\\", "").replace("$$", "").replace("&=", "")
    assert not [c for c in "#$%&_" if c in bare.replace(f"\\{c}", "")]


def test_results_are_short_at_the_prompt_and_are_tex_in_a_printed_notebook():
    X = np.random.default_rng(0).standard_normal((50, 6))
    g = lt.so(3)
    results = [lt.linear_regression_symmetries(X), lt.isomorphism(g, lt.su(2)), lt.cartan_decomposition(lt.sl(3))]
    results += [lt.compare(g, g), lt.verify(["prop5"])[0], lt.identify(g), lt.casimirs(g)[0], g]
    for result in results:
        assert "\n" not in repr(result) and len(repr(result)) < 400
        assert result._repr_latex_().count("$") in (2, 4)
