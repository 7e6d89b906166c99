// Shows the questions that pass every filter.
const filters = document.querySelector(".filters");
const questions = [...document.querySelectorAll("details[data-id]")];
function apply() {
  const { state, category, words } = Object.fromEntries(new FormData(filters));
  const wanted = words.trim().toLowerCase();
  let shown = 0;
  for (const one of questions) {
    const fits =
      (state === "all" || one.dataset.state.split(" ").includes(state)) &&
      (!category || one.dataset.category === category) &&
      (!wanted || one.textContent.toLowerCase().includes(wanted));
    one.hidden = !fits;
    shown += fits;
  }
  document.querySelector("#shown").textContent = `${shown} / ${questions.length} 题`;
}
filters.addEventListener("input", apply);
filters.addEventListener("submit", (event) => event.preventDefault());
apply();
