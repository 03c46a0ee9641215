"""Where each slide of the lecture lives: its notebook, and the tests that hold its claims.

The tests themselves stand in tests/chapters, one folder for each chapter.
"""

import ast
import json
import re
from pathlib import Path

import pytest

# slide: (notebook, or None where none is planned; the tests, each with its folder tests/chapters/…)
SLIDES = {
    "Deep learning": {
        "Deep learning": (
            "01_deep_learning",
            "deep_learning::test_the_training_problem_is_a_sum_of_losses",
            "deep_learning::test_regression_generalizes_least_squares",
            "deep_learning::test_classification_generalizes_multiclass_logistic_regression",
            "deep_learning::test_the_nonlinear_model_makes_training_nonconvex",
        ),
        "Deep learning – Model": (
            "01_deep_learning",
            "deep_learning::test_the_model_is_the_nested_formula_with_n_minus_1_activations",
            "deep_learning::test_one_hidden_relu_layer_can_draw_any_polygon",
            "deep_learning::test_a_layer_has_its_outputs_times_inputs_plus_one_parameters",
        ),
        "No final layer activation in classification": (
            "01_deep_learning",
            "deep_learning::test_softmax_with_cross_entropy_is_the_multiclass_logistic_loss",
            "deep_learning::test_where_each_way_of_writing_the_loss_ends",
            "deep_learning::test_where_all_are_finite_they_agree",
        ),
        "Activation functions": (
            "01_deep_learning",
            "deep_learning::test_activations_act_on_each_element",
        ),
        "Examples of activation functions": (
            "01_deep_learning",
            "deep_learning::test_the_table_of_activations",
            "deep_learning::test_lipschitz_constants_and_mean_slopes_are_those_of_the_table",
        ),
        "Loss functions": (
            "01_deep_learning",
            "deep_learning::test_all_losses_of_the_slide_exist",
            "deep_learning::test_two_classes_are_a_special_case_of_many",
            "deep_learning::test_a_far_outlier_moves_the_line_of_least_squares_only",
            "deep_learning::test_an_outlier_far_to_the_right_moves_all_three_lines",
            "deep_learning::test_the_three_lines_are_best_for_their_losses",
        ),
        "Examples of affine transformations": (
            "01_deep_learning",
            "deep_learning::test_a_convolution_learns_from_few_signals_what_a_dense_layer_cannot",
        ),
        "Prediction": (
            "01_deep_learning",
            "deep_learning::test_regions_are_those_of_the_largest_output",
            "deep_learning::test_regression_predicts_the_model_and_two_classes_its_sign",
            "deep_learning::test_the_class_with_the_largest_output_would_have_cost_least",
        ),
    },
    "Learning features": {
        "Learning features": (
            "02_learning_features",
            "learning_features::test_the_model_is_affine_in_its_features",
            "learning_features::test_trained_features_are_linearly_separable",
            "learning_features::test_inputs_of_spirals_are_not_linearly_separable",
            "learning_features::test_in_the_plane_prespecified_features_are_as_good",
            "learning_features::test_two_weights_prove_that_training_is_not_convex",
            "learning_features::test_leaky_relu_features_separate_most_of_the_time",
            "learning_features::test_tanh_features_get_stuck_half_way_on_xor",
            "learning_features::test_on_spirals_with_four_inputs_only_polynomials_keep_up",
            "learning_features::test_degree_3_is_enough_for_polynomials",
            "learning_features::test_moons_and_xor_with_four_inputs",
            "learning_features::test_on_stripes_learning_pays",
        ),
        "Learning features – Graphical representation": (
            "02_learning_features",
            "learning_features::test_two_units_are_too_few_to_fold_spirals_apart",
            "learning_features::test_in_the_end_the_features_lie_nearly_on_one_line",
            "learning_features::test_full_training_lands_on_many_losses",
        ),
        "Optimizing only final layer": (
            "02_learning_features",
            "learning_features::test_thirty_starts_of_newton_fall_on_one_loss",
            "learning_features::test_gradient_descent_is_slower_but_on_its_way_to_the_same",
            "learning_features::"
            "test_the_hessian_of_the_last_layer_is_positive_semidefinite_everywhere",
            "learning_features::test_only_the_last_layer_stays_below_its_chords",
            "learning_features::test_half_way_between_two_networks_is_mostly_worse_than_guessing",
        ),
        "Design choices": (
            "02_learning_features",
            "learning_features::"
            "test_more_width_drives_the_training_error_to_zero_but_not_the_test_error",
            "learning_features::test_on_spirals_width_pays",
            "learning_features::test_eight_layers_are_no_better_than_two",
        ),
    },
    "Model properties and activation functions": {
        "Model properties – ReLU networks": (
            "03_relu_vs_tanh",
            "relu_vs_tanh::test_leaky_relu_networks_are_continuous_and_piecewise_affine",
            "relu_vs_tanh::test_one_hidden_layer_makes_at_most_one_kink_per_unit",
        ),
        "1D Regression – Model properties": (
            "03_relu_vs_tanh",
            "relu_vs_tanh::test_the_network_of_the_slides_has_78_parameters",
            "relu_vs_tanh::test_the_fit_of_the_slides_has_about_a_dozen_kinks",
            "relu_vs_tanh::test_vertical_lines_stand_where_the_slope_jumps_and_nowhere_else",
            "relu_vs_tanh::test_tanh_networks_have_no_kinks",
            "relu_vs_tanh::test_the_slope_jumps_with_leaky_relu_and_is_continuous_with_tanh",
        ),
        "Identity activation": (
            "03_relu_vs_tanh",
            "relu_vs_tanh::test_identity_networks_collapse_to_one_affine_map",
            "relu_vs_tanh::test_the_bias_of_a_collapsed_network_as_002_writes_it",
            "relu_vs_tanh::test_training_an_identity_network_is_nonconvex",
        ),
        "Network with identity activations – Example": (
            "03_relu_vs_tanh",
            "relu_vs_tanh::test_identity_networks_end_at_least_squares_from_every_start",
        ),
    },
    "Loss landscape": {
        "Training problem properties": (
            "03_relu_vs_tanh",
            "relu_vs_tanh::test_without_biases_leaky_relu_is_homogeneous_of_degree_n",
            "relu_vs_tanh::test_the_model_is_continuous_in_theta",
            "relu_vs_tanh::test_tanh_outputs_cannot_outgrow_the_last_layer",
            "relu_vs_tanh::"
            "test_along_a_piece_the_trained_network_is_a_polynomial_of_degree_5_and_no_lower",
            "relu_vs_tanh::test_far_away_leaky_relu_grows_with_power_2n_and_tanh_with_power_2",
        ),
        "Loss landscape – Leaky ReLU": (
            "04_loss_landscape",
            "relu_vs_tanh::test_the_plotted_landscape_is_the_slides_formula",
            "relu_vs_tanh::test_three_choices_of_directions_share_only_their_centre",
        ),
        "Loss landscape – Tanh": (
            "04_loss_landscape",
            "relu_vs_tanh::test_the_plotted_landscape_is_the_slides_formula",
            "relu_vs_tanh::test_three_choices_of_directions_share_only_their_centre",
        ),
        "ReLU vs Tanh": (
            "04_loss_landscape",
            "loss_landscape::test_relu_is_not_more_regular_between_rays",
            "loss_landscape::test_relu_is_not_more_similar_between_planes",
            "loss_landscape::test_tanh_is_less_steep_on_macro_scale",
            "loss_landscape::test_at_small_scale_it_depends_on_the_data",
            "loss_landscape::test_whether_minima_of_tanh_extend_further_depends_on_the_data",
            "loss_landscape::test_among_pairs_that_fit_only_piece_speaks_for_tanh",
            "loss_landscape::test_which_row_is_steeper_changes_from_seed_to_seed",
        ),
    },
    "Residual networks": {
        "Performance with increasing depth": (
            "05_residual_depth_sweep",
            "residual::test_plain_networks_of_17_layers_mostly_fail_and_of_47_always",
            "residual::test_a_failed_plain_network_is_a_constant_and_worse_than_a_line",
            "residual::test_12_plain_layers_are_often_better_than_5",
            "residual::test_a_plain_network_of_47_layers_that_fits_exists",
            "residual::test_sgd_tells_the_same_story",
            "residual::test_on_four_data_sets_17_layers_need_skip_connections",
            "residual::test_47_plain_layers_fail_from_every_start",
            "residual::test_17_plain_layers_mostly_fit_from_a_start_that_is_not_halved",
        ),
        "Residual networks": (
            "05_residual_depth_sweep",
            "residual::test_zero_layers_do_no_harm_and_training_goes_on_from_there",
            "residual::test_the_first_gradient_vanishes_in_plain_networks_only",
            "residual::test_a_smaller_eps_in_adam_wakes_the_deep_plain_network",
            "residual::test_residual_networks_want_a_small_start",
            "residual::test_states_grow_along_residual_layers_and_with_the_start",
            "residual::test_at_the_full_start_the_gradient_is_larger_and_eps_1e_30_is_small_enough",
            "residual::test_failures_go_as_eps_sinks_below_the_first_gradients",
            "residual::test_training_on_from_plain_identity_layers_tends_to_lose_the_fit",
        ),
        "Graphical representation": (
            "05_residual_depth_sweep",
            "residual::test_the_ten_networks_of_the_slides_have_these_sizes",
            "residual::test_the_more_residual_layers_the_less_one_of_them_matters",
        ),
        "Residual network – Example": (
            "05_residual_depth_sweep",
            "residual::test_the_ten_networks_of_the_slides_have_these_sizes",
            "residual::test_shallow_plain_networks_fit",
            "residual::test_residual_networks_of_every_depth_fit",
            "residual::test_47_residual_layers_fit_better_than_5",
            "residual::test_the_seed_of_the_slides_shows_all_ten_pictures",
        ),
    },
    "Overparameterized networks": {
        "Why overparameterization?": (
            "06_overparameterization",
            "overparameterization::"
            "test_with_noise_the_test_error_has_its_peak_past_n_and_falls_again",
            "overparameterization::test_without_noise_the_peak_is_small",
            "overparameterization::test_random_features_have_a_sharp_peak_at_n",
            "overparameterization::test_with_one_input_more_weights_help",
            "overparameterization::"
            "test_sgd_makes_the_peak_flatter_and_huber_and_depth_do_not_remove_it",
        ),
        "What is overparameterization?": (
            "06_overparameterization",
            "overparameterization::"
            "test_twelve_networks_fit_the_six_samples_and_differ_between_them",
            "overparameterization::test_more_parameters_than_samples_are_not_enough",
            "overparameterization::test_with_leaky_relu_the_steps_end_at_kinks",
            "overparameterization::test_one_hidden_layer_fits_fewer_samples_than_four",
            "overparameterization::test_a_walk_keeps_loss_zero_and_changes_the_curve",
            "overparameterization::test_the_training_problem_is_blind_between_the_samples",
        ),
        "Overparameterization – An example": (
            "06_overparameterization",
            "overparameterization::"
            "test_width_p_and_p_squared_samples_give_about_n_weights_per_sample",
            "overparameterization::test_half_the_width_leaves_about_a_quarter_of_the_parameters",
        ),
        "Overparameterization": (
            "06_overparameterization",
            "overparameterization::"
            "test_width_p_and_p_squared_samples_give_about_n_weights_per_sample",
            "overparameterization::"
            "test_with_p_cubed_samples_no_network_of_the_map_has_more_weights_at_p_1000",
        ),
    },
    "Generalization – Norm of weights": {
        "Lipschitz continuity of ReLU networks": (
            "08_weight_norms",
            "weight_norms::test_outputs_differ_by_at_most_the_product_of_norms_times_the_inputs",
            "weight_norms::test_one_more_in_each_factor_is_needed_where_layers_are_residual",
        ),
        "Desired Lipschitz constant": (
            "08_weight_norms",
            "weight_norms::test_the_product_bound_is_vacuous_for_the_networks_of_the_slides",
            "weight_norms::test_the_true_slope_tells_more_about_the_error_than_the_norm_does",
            "weight_norms::"
            "test_of_many_perfect_fits_the_half_with_the_lower_true_constant_is_closer_to_the_truth",
            "weight_norms::test_no_perfect_fit_has_a_lower_constant_than_the_samples_demand",
            "weight_norms::"
            "test_on_the_whole_line_the_constant_of_a_good_part_of_the_perfect_fits_is_larger",
            "weight_norms::"
            "test_within_one_kind_the_slope_agrees_less_with_the_error_than_over_all_kinds",
        ),
        "Small norm likely to generalize better": (
            "08_weight_norms",
            "weight_norms::test_with_the_same_norm_the_history_decides",
            "weight_norms::test_among_ordinary_trainings_the_norm_tells_little",
            "weight_norms::test_weight_decay_shrinks_norm_slope_and_error_of_the_wild_solution",
            "weight_norms::"
            "test_weight_decay_during_training_shrinks_the_norm_always_and_the_error_more_often_than_not",
        ),
        "Generalization – Norm of weights": (
            "08_weight_norms",
            "weight_norms::test_the_network_of_the_slides_has_888_parameters",
            "weight_norms::test_the_numbers_of_the_slides_are_of_the_size_of_a_sum_of_squares",
            "weight_norms::test_perfect_fits_with_the_norms_of_the_slides_exist",
            "weight_norms::test_72_overfits_less_than_540",
            "weight_norms::test_595_generalizes_fairly_in_spite_of_its_norm",
            "weight_norms::test_72_against_595_is_like_tossing_a_coin",
            "weight_norms::test_540_is_steep_while_595_is_about_as_steep_as_72",
            "weight_norms::test_the_two_seeds_of_the_figures_show_either_order_of_72_and_595",
        ),
    },
    "Generalization and regularization": {
        "Generalization": (
            "07_regularization",
            "regularization::test_without_a_remedy_the_network_overfits",
            "regularization::test_tikhonov_and_augmentation_help_in_nearly_every_seed",
            "regularization::test_early_stopping_and_dropout_are_near_a_coin_toss",
        ),
        "Regularization": (
            "07_regularization",
            "regularization::test_more_decay_costs_training_loss_and_test_loss_has_a_minimum",
        ),
        "Regularization techniques": (
            "07_regularization",
            "regularization::test_more_decay_costs_training_loss_and_test_loss_has_a_minimum",
            "regularization::test_fewer_weights_help_in_most_seeds",
        ),
        "Dropouts": (
            "07_regularization",
            "regularization::test_prediction_needs_one_minus_rho_and_not_rho",
        ),
        "Regularization – Layer Dropouts": (
            "07_regularization",
            "regularization::test_after_layer_dropout_a_layer_less_is_harmless",
        ),
        "Reduce number of weights": (
            "07_regularization",
            "regularization::test_fewer_weights_help_in_most_seeds",
            "regularization::test_each_knob_has_a_best_place",
        ),
        "Implicit vs explicit regularization": (
            "07_regularization",
            "regularization::test_small_batches_help_and_a_small_start_does_not",
        ),
        "Generalization – Our focus": (
            "09_flat_minima",
            "flat_minima::test_smaller_batches_lead_to_flatter_minima_but_not_to_smaller_weights",
        ),
    },
    "Flatness of minima": {
        "Flatness of minima": (
            "09_flat_minima",
            "flat_minima::test_a_shift_costs_more_at_the_sharp_minimum_for_all_moderate_shifts",
            "flat_minima::test_the_smaller_the_batch_the_flatter_the_minimum",
            "flat_minima::test_full_batch_descent_ends_near_the_edge_two_over_lr",
            "flat_minima::test_flatter_is_not_better_here",
            "flat_minima::test_sharpness_explains_595_only_in_part",
            "flat_minima::test_with_a_small_learning_rate_descent_has_not_climbed_to_the_edge_yet",
        ),
        "Generalization from loss landscape": (
            "09_flat_minima",
            "flat_minima::test_minima_with_one_average_differ_in_their_individual_slopes",
            "flat_minima::"
            "test_for_small_independent_shifts_the_variance_is_that_of_the_individual_slopes",
        ),
        "Flatness of minima – Example": (
            "09_flat_minima",
            "flat_minima::test_minima_with_one_average_differ_in_their_individual_slopes",
            "flat_minima::test_independent_shifts_of_leaning_losses_raise_spread_and_worst_case",
            "flat_minima::test_the_wider_the_shifts_the_less_the_leans_add_to_the_spread",
            "flat_minima::test_aligned_shifts_raise_the_mean_by_the_leans_over_the_width_and_n",
        ),
        "Individually flat minima": (
            "09_flat_minima",
            "flat_minima::"
            "test_individual_gradients_sum_to_the_gradient_and_can_be_large_where_it_is_zero",
            "flat_minima::test_the_smaller_the_batch_the_smaller_the_individual_slopes",
            "flat_minima::test_at_zero_loss_every_single_loss_is_zero_and_stationary_yet_curved",
            "flat_minima::test_at_a_perfect_fit_the_hessian_is_the_mean_of_outer_products",
            "flat_minima::"
            "test_individually_flat_implies_flat_on_average_and_not_the_other_way_round",
            "flat_minima::"
            "test_the_median_curvature_of_the_wild_kind_is_larger_but_less_than_five_times",
        ),
    },
    "Backpropagation": {
        "Training algorithm": (
            "10_backpropagation",
            "backpropagation::test_a_right_backward_pass_trains_the_network_of_00",
        ),
        "Backpropagation": (
            "10_backpropagation",
            "backpropagation::test_a_right_backward_pass_trains_the_network_of_00",
            "backpropagation::test_wrong_and_missing_passes_do_not_train",
            "backpropagation::test_differences_have_their_best_steps_where_the_notebook_says",
            "backpropagation::test_a_kink_spoils_central_differences_but_not_the_complex_step",
            "backpropagation::test_on_a_kink_central_differences_never_agree",
            "backpropagation::test_shared_weights_have_the_sum_of_the_parts_as_gradient",
        ),
        "Jacobians": (
            "10_backpropagation",
            "backpropagation::test_the_tensor_times_delta_is_the_outer_product",
        ),
        "Jacobian vs gradient": (
            "10_backpropagation",
            "backpropagation::test_the_gradient_of_f_after_m_is_the_transpose_of_its_jacobian",
        ),
        "Jacobian vs gradient – Example": (
            "10_backpropagation",
            "backpropagation::test_the_gradient_of_f_after_m_is_the_transpose_of_its_jacobian",
        ),
        "Backpropagation – Introduce states": (
            "10_backpropagation",
            "backpropagation::"
            "test_the_passes_are_those_of_the_library_and_the_steps_make_every_number_once",
        ),
        "Graphical representation": (
            "10_backpropagation",
            "backpropagation::test_nothing_is_read_before_it_is_made_or_after_it_has_become_pale",
        ),
        "Backpropagation – Chain rule": (
            "10_backpropagation",
            "backpropagation::test_the_tensor_times_delta_is_the_outer_product",
        ),
        "Backpropagation – Forward and backward pass": (
            "10_backpropagation",
            "backpropagation::test_nothing_is_read_before_it_is_made_or_after_it_has_become_pale",
            "backpropagation::test_the_table_of_checkpoints",
        ),
        "Dimensions": (
            "10_backpropagation",
            "backpropagation::test_the_tensor_times_delta_is_the_outer_product",
        ),
        "Partial Jacobian ∂z_{j+1}/∂z_j": (
            "10_backpropagation",
            "backpropagation::test_each_line_of_the_chain_rule_has_the_factors_of_its_names",
        ),
        "Partial Jacobian δ_j^T = ∂L/∂z_j": (
            "10_backpropagation",
            "backpropagation::test_each_line_of_the_chain_rule_has_the_factors_of_its_names",
        ),
        "Information needed to compute ∂L/∂z_j": (
            "10_backpropagation",
            "backpropagation::test_after_the_loss_15_numbers_are_kept",
            "backpropagation::test_for_a_prediction_never_more_than_8_numbers_are_there",
            "backpropagation::test_v_goes_when_e_is_known_and_z_when_the_gradients_rows_are",
        ),
        "Partial Jacobian ∂L/∂W_j": (
            "10_backpropagation",
            "backpropagation::test_the_tensor_times_delta_is_the_outer_product",
        ),
        "Partial Jacobian ∂L/∂W_j cont'd": (
            "10_backpropagation",
            "backpropagation::test_the_tensor_times_delta_is_the_outer_product",
        ),
        "Partial Jacobian ∂L/∂b_j": (
            "10_backpropagation",
            "backpropagation::test_each_line_of_the_chain_rule_has_the_factors_of_its_names",
        ),
        "Backpropagation summarized": (
            "10_backpropagation",
            "backpropagation::"
            "test_the_passes_are_those_of_the_library_and_the_steps_make_every_number_once",
        ),
        "Backpropagation – Residual networks": (
            "05_residual_depth_sweep",
            "residual::test_residual_backpropagation_adds_delta_where_a_layer_skips",
            "backpropagation::test_the_skip_connection_carries_delta_back",
        ),
    },
    "Vanishing and exploding gradients": {
        "Vanishing and exploding gradients": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_one_scalar_per_layer_composes_to_alpha_to_the_n",
        ),
        "Vanishing and exploding gradient problem": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_plain_networks_fail_one_after_the_other_sigmoid_first",
            "vanishing_gradients::test_gradients_explode_without_skips_when_norms_are_large",
        ),
        "Exploding gradient – Residual network": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_residual_gradients_can_explode_and_a_factor_tames_them",
            "vanishing_gradients::"
            "test_residual_relu_of_forty_layers_often_fails_unless_it_starts_smaller",
            "residual::test_states_grow_along_residual_layers_and_with_the_start",
        ),
        "Vanishing gradient example: Sigmoid": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_sigmoid_gradients_vanish_far_below_the_bound",
            "vanishing_gradients::test_the_slides_sigmoid_bound_is_violated_by_exactly_four",
            "vanishing_gradients::test_it_needs_the_norm_of_w_beside_the_slope",
        ),
        "Vanishing gradients – Residual networks": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_residual_gradients_do_not_vanish",
            "vanishing_gradients::test_residual_networks_of_forty_layers_learn",
            "vanishing_gradients::test_residual_gradients_have_these_sizes",
            "residual::test_the_first_gradient_vanishes_in_plain_networks_only",
        ),
        "Exploding gradient – Example": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_tanh_states_cannot_grow_and_relu_states_can",
            "vanishing_gradients::test_residual_gradients_can_explode_and_a_factor_tames_them",
            "vanishing_gradients::test_gradients_explode_without_skips_when_norms_are_large",
        ),
        "Avoiding vanishing and exploding gradients": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_tanh_and_relu_gradients_vanish_too_when_all_norms_are_one",
            "vanishing_gradients::test_plain_networks_fail_one_after_the_other_sigmoid_first",
        ),
        "Examples of activation functions": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_elu_trains_where_sigmoid_cannot_and_fails_later",
            "vanishing_gradients::test_leaky_relu_and_selu_avoid_it_only_partly",
            "vanishing_gradients::test_elu_and_selu_vanish_less_than_sigmoid_by_many_powers_of_ten",
        ),
        "Residual networks": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_residual_gradients_have_these_sizes",
            "vanishing_gradients::"
            "test_residual_relu_of_forty_layers_often_fails_unless_it_starts_smaller",
        ),
        "Initialization": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_root_mean_squares_of_slopes_and_singular_values_give_he",
        ),
        "The power of random initialization": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_the_larger_the_matrix_the_closer_its_norm_stays_to_the_mean",
        ),
        "Estimation from upper bounds": (
            "11_vanishing_gradients",
            "vanishing_gradients::"
            "test_the_root_mean_square_keeps_the_gain_level_and_the_average_does_not",
            "vanishing_gradients::test_average_singular_values_are_alpha_times_the_norm",
        ),
        "Suggestions based on upper bounds": (
            "11_vanishing_gradients",
            "vanishing_gradients::"
            "test_the_root_mean_square_keeps_the_gain_level_and_the_average_does_not",
        ),
        "Initialization example": (
            "11_vanishing_gradients",
            "vanishing_gradients::"
            "test_operator_norms_of_the_lectures_start_concentrate_near_one_over_l",
        ),
        "Average singular value vs operator norm": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_average_singular_values_are_alpha_times_the_norm",
        ),
        "Avoiding exploding gradient – Gradient clipping": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_norms_at_most_one_keep_the_slope_at_most_one",
            "vanishing_gradients::test_a_bound_of_one_costs_and_the_cheap_ones_cost_more",
            "vanishing_gradients::test_gradient_descent_explodes_and_clipping_rescues_all",
            "vanishing_gradients::"
            "test_norm_one_and_biases_at_most_d_let_states_grow_by_d_per_layer",
        ),
        "For large networks": (
            "11_vanishing_gradients",
            "vanishing_gradients::test_the_cheap_bounds_imply_the_spectral_one",
            "vanishing_gradients::test_power_iteration_finds_the_norm_in_few_products",
            "vanishing_gradients::test_the_cheap_bounds_become_looser_the_larger_the_layer",
        ),
    },
    "Initialization": {
        "Avoiding vanishing and exploding gradients": (
            "12_initialization",
            "initialization::test_with_variance_two_over_n_fifty_relu_layers_learn",
            "initialization::test_relu_stands_still_below_and_explodes_above",
            "initialization::test_the_first_step_changes_the_last_layer_by_these_factors",
            "initialization::"
            "test_the_samples_are_no_further_apart_and_the_first_gradient_is_no_larger",
        ),
        "Suggestions based on upper bounds": (
            "12_initialization",
            "initialization::test_only_two_rules_are_level_for_relu",
            "initialization::test_the_gain_is_the_root_of_half_of_n_times_the_variance",
        ),
        "Initialization": (
            "12_initialization",
            "initialization::test_tanh_allows_a_wide_range_of_variances",
            "initialization::test_it_is_the_biases_that_lift_the_last_layers",
        ),
        "The power of random initialization": (
            "12_initialization",
            "initialization::test_singular_values_fill_a_quarter_of_a_circle",
            "initialization::test_between_unequal_layers_a_gap_opens_at_zero",
        ),
        "Initialization example": (
            "12_initialization",
            "initialization::test_norms_and_alphas_are_those_of_the_table",
        ),
        "Estimation from upper bounds": (
            "12_initialization",
            "initialization::test_the_gains_of_the_rules_are_those_of_the_table",
            "initialization::test_as_many_networks_learn_as_the_table_says",
        ),
        "Residual networks": (
            "12_initialization",
            "initialization::test_residual_signals_grow_as_the_table_says",
            "initialization::"
            "test_with_weights_like_one_over_n_the_bound_and_the_growth_stay_bounded",
        ),
        "Average singular value vs operator norm": (
            "12_initialization",
            "initialization::test_alpha_depends_on_the_shape_and_its_scatter_on_the_size",
            "initialization::test_root_mean_squares_turn_the_averaged_rule_into_hes",
        ),
    },
}
# All slides of the sections that have notebooks, as the lecture numbers them by their titles; a
# slide that goes on over several pages counts once, an example without a title has its section's.
TITLES = {
    "Learning features": (
        "Learning features",
        "Learning features – Graphical representation",
        "Optimizing only final layer",
        "Design choices",
    ),
    "Model properties and activation functions": (
        "Model properties – ReLU networks",
        "1D Regression – Model properties",
        "Identity activation",
        "Network with identity activations – Example",
    ),
    "Loss landscape": (
        "Training problem properties",
        "Loss landscape – Leaky ReLU",
        "Loss landscape – Tanh",
        "ReLU vs Tanh",
    ),
    "Residual networks": (
        "Performance with increasing depth",
        "Residual networks",
        "Graphical representation",
        "Residual network – Example",
    ),
    "Overparameterized networks": (
        "Why overparameterization?",
        "What is overparameterization?",
        "Overparameterization – An example",
        "Overparameterization",
    ),
    "Generalization – Norm of weights": (
        "Lipschitz continuity of ReLU networks",
        "Desired Lipschitz constant",
        "Small norm likely to generalize better",
        "Generalization – Norm of weights",
    ),
    "Flatness of minima": (
        "Flatness of minima",
        "Generalization from loss landscape",
        "Flatness of minima – Example",
        "Individually flat minima",
    ),
    "Backpropagation": (
        "Training algorithm",
        "Backpropagation",
        "Jacobians",
        "Jacobian vs gradient",
        "Jacobian vs gradient – Example",
        "Backpropagation – Introduce states",
        "Graphical representation",
        "Backpropagation – Chain rule",
        "Backpropagation – Forward and backward pass",
        "Dimensions",
        "Partial Jacobian ∂z_{j+1}/∂z_j",
        "Partial Jacobian δ_j^T = ∂L/∂z_j",
        "Information needed to compute ∂L/∂z_j",
        "Partial Jacobian ∂L/∂W_j",
        "Partial Jacobian ∂L/∂W_j cont'd",
        "Partial Jacobian ∂L/∂b_j",
        "Backpropagation summarized",
        "Backpropagation – Residual networks",
    ),
    "Vanishing and exploding gradients": (
        "Vanishing and exploding gradients",
        "Vanishing and exploding gradient problem",
        "Vanishing gradient example: Sigmoid",
        "Vanishing gradients – Residual networks",
        "Examples of activation functions",
        "Exploding gradient – Example",
        "Exploding gradient – Residual network",
        "Avoiding vanishing and exploding gradients",
        "Residual networks",
        "Suggestions based on upper bounds",
        "Initialization",
        "The power of random initialization",
        "Initialization example",
        "Estimation from upper bounds",
        "Average singular value vs operator norm",
        "Avoiding exploding gradient – Gradient clipping",
        "For large networks",
    ),
    "Initialization": (
        "Avoiding vanishing and exploding gradients",
        "Residual networks",
        "Suggestions based on upper bounds",
        "Initialization",
        "The power of random initialization",
        "Initialization example",
        "Estimation from upper bounds",
        "Average singular value vs operator norm",
    ),
}
ROWS = [(slide, row) for rows in SLIDES.values() for slide, row in rows.items()]
HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent / "notebooks"
# Files that hold the slides' own claims and nothing else; the others hold a notebook's, too.
SECTIONS = {
    "deep_learning": "test_claims",
    "relu_vs_tanh": "test_model_properties test_training_problem",
}


def names_in(chapter, files="*"):
    """The names of the test functions in tests/chapters/`chapter`, all files or some."""
    folder = HERE / "chapters" / chapter
    trees = (
        ast.parse(path.read_text(encoding="utf-8"))
        for pattern in files.split()
        for path in folder.glob(f"{pattern}.py")
    )
    names = (node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    return {name for name in names if name.startswith("test_")}


def plain(text):
    """Lower case, one kind of dash, single spaces: titles as people compare them."""
    return re.sub(r"\s+", " ", re.sub(r"[–—-]", "-", text)).casefold()


def slides_made_live(notebook):
    """The titles on the slide lines of those sections that hold a live figure or an exercise."""
    path = NOTEBOOKS / f"{notebook}.ipynb"
    titles, lines, live = [], "", False
    for cell in [*json.loads(path.read_text(encoding="utf-8"))["cells"], None]:
        source = "".join(cell["source"]) if cell else "# "
        if cell is None or (cell["cell_type"] == "markdown" and re.match("##? ", source)):
            titles += re.split("[;,·]", lines) if live else []
            lines, live = "", False
        if cell and cell["cell_type"] == "markdown":
            lines += ";".join(re.findall(r"\*Slides?: ([^*]+)\*", source)) + ";"
        elif cell:
            live = live or bool(re.search(r"\b(explore|exercise)\(", source))
    return {plain(re.sub(r"\(.*?\)", "", title).strip(' ".:')) for title in titles}


@pytest.mark.parametrize("section", TITLES)
def test_no_slide_of_a_section_is_missing(section):
    assert sorted(SLIDES[section]) == sorted(TITLES[section])


@pytest.mark.parametrize(("slide", "row"), ROWS)
def test_each_slide_has_its_live_figure_or_exercise_in_its_notebook(slide, row):
    if row[0]:
        assert plain(slide) in slides_made_live(row[0])


@pytest.mark.parametrize(("slide", "row"), ROWS)
def test_each_slide_has_its_tests(slide, row):
    assert row[1:]
    for test in row[1:]:
        chapter, name = test.split("::")
        assert name in names_in(chapter), f"{slide} needs {test}"


@pytest.mark.parametrize(("chapter", "files"), SECTIONS.items())
def test_each_claim_of_a_section_belongs_to_a_slide(chapter, files):
    held = {test for _, row in ROWS for test in row[1:]}
    assert {f"{chapter}::{name}" for name in names_in(chapter, files)} <= held
